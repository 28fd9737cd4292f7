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

/// The most scans of a picture: a progressive one of a camera or a program has about ten.
enum { PK_JPEG_SCANS = 500 };

/// Takes `rows` rows from row `y` on: width × channels samples each. The samples are there during the call alone.
typedef void (*pk_jpeg_take)(void *context, const uint8_t *samples, uint32_t y, uint32_t rows);

/// Decodes the picture and hands it over from the top, up to `at_once` rows at a time. With a `divisor` of 2, 4 or 8 (1:
/// as it is) it comes that many times smaller, ⌈width / divisor⌉ × ⌈height / divisor⌉, each pixel out of the lower
/// frequencies of the square that it stands for, which takes less time. `take` has been called for some rows where a later
/// one turns out to be damaged.
pk_jpeg_status pk_jpeg_read_rows(
    const uint8_t *bytes, size_t count, uint32_t divisor, uint32_t at_once, pk_jpeg_take take, void *context,
    char message[PK_JPEG_MESSAGE]);

/// Encodes 8-bit samples (1 channel: gray, 3: RGB) without subsampling the colours; quality is 1 … 100. `comment`, of at
/// most 65533 bytes, goes before the picture; none where it is empty. `written` is the size of the file; where it is larger than `capacity`, only the beginning was stored.
pk_jpeg_status pk_jpeg_write(
    const uint8_t *samples, uint32_t width, uint32_t height, uint32_t channels, int quality,
    const uint8_t *comment, size_t comment_count, uint8_t *bytes, size_t capacity, size_t *written,
    char message[PK_JPEG_MESSAGE]);
