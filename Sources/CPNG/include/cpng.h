#pragma once
#include <stddef.h>
#include <stdint.h>

/// PNG files in memory, read and written with libpng. libpng reports errors by longjmp; every function here catches it,
/// frees what libpng holds, and returns a status. Nothing is printed and nothing that the caller must free is returned.

typedef enum {
  PK_PNG_OK = 0,
  /// The bytes end before the picture does.
  PK_PNG_TRUNCATED,
  /// libpng refused; the message says why.
  PK_PNG_DAMAGED,
} pk_png_status;

enum { PK_PNG_MESSAGE = 256 };

typedef struct {
  uint32_t width, height;
  /// As `pk_png_pixels` decodes it: 1 gray, 2 gray and alpha, 3 RGB, 4 RGB and alpha.
  uint32_t channels;
  /// The bytes of all text chunks, a zero byte after each key and each text.
  size_t text_bytes;
} pk_png_header;

/// The header. Decodes no pixels; `text_bytes` is 0.
pk_png_status pk_png_read_header(
    const uint8_t *bytes, size_t count, pk_png_header *header, char message[PK_PNG_MESSAGE]);

/// The picture as width × height × channels samples of 16 bits, rows from the top; fewer bits are scaled up exactly.
/// `samples` has room for all of them. The header's other fields are set as well.
pk_png_status pk_png_read_pixels(
    const uint8_t *bytes, size_t count, pk_png_header *header, uint16_t *samples, size_t capacity,
    char message[PK_PNG_MESSAGE]);

/// The text chunks, wherever they stand: key, zero, text, zero, key … in the file's order. Where `text_bytes` of the
/// header comes out larger than `capacity`, nothing is stored.
pk_png_status pk_png_read_texts(
    const uint8_t *bytes, size_t count, pk_png_header *header, uint8_t *texts, size_t capacity,
    char message[PK_PNG_MESSAGE]);

/// Encodes 8-bit samples (1 channel: gray, 3: RGB) and the texts, given as `pk_png_read_texts` stores them, UTF-8.
/// `written` is the size of the file; where it is larger than `capacity`, only the beginning was stored.
pk_png_status pk_png_write(
    const uint8_t *samples, uint32_t width, uint32_t height, uint32_t channels, const uint8_t *texts,
    size_t text_bytes, uint8_t *bytes, size_t capacity, size_t *written, char message[PK_PNG_MESSAGE]);
