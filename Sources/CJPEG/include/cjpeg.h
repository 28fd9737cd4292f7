#pragma once
#include <stddef.h>
#include <stdint.h>

/// JPEG files in memory, read and written with libjpeg. libjpeg reports errors by longjmp here; every function catches
/// it, frees what libjpeg holds, and returns a status. Nothing is printed and nothing that the caller must free is
/// returned.

typedef enum {
  PK_JPEG_OK = 0,
  /// The bytes end before the picture does.
  PK_JPEG_TRUNCATED,
  /// libjpeg refused, or met data that it could only guess at; the message says what.
  PK_JPEG_DAMAGED,
  /// The picture has inks (CMYK or YCCK), not light.
  PK_JPEG_CMYK,
} pk_jpeg_status;

enum { PK_JPEG_MESSAGE = 256 };

typedef struct {
  uint32_t width, height;
  /// As decoded: 1 gray, 3 RGB.
  uint32_t channels;
} pk_jpeg_header;

/// The header. Decodes no pixels.
pk_jpeg_status pk_jpeg_read_header(
    const uint8_t *bytes, size_t count, pk_jpeg_header *header, char message[PK_JPEG_MESSAGE]);

/// The picture as width × height × channels samples of 8 bits, rows from the top. `samples` has room for all of them.
pk_jpeg_status pk_jpeg_read_pixels(
    const uint8_t *bytes, size_t count, pk_jpeg_header *header, uint8_t *samples, size_t capacity,
    char message[PK_JPEG_MESSAGE]);

/// Encodes 8-bit samples (1 channel: gray, 3: RGB) without subsampling the colours; quality is 1 … 100. `written` is
/// the size of the file; where it is larger than `capacity`, only the beginning was stored.
pk_jpeg_status pk_jpeg_write(
    const uint8_t *samples, uint32_t width, uint32_t height, uint32_t channels, int quality, uint8_t *bytes,
    size_t capacity, size_t *written, char message[PK_JPEG_MESSAGE]);
