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
  /// There is more than there is room for.
  PK_PNG_FULL,
} pk_png_status;

enum { PK_PNG_MESSAGE = 256 };

typedef struct {
  uint32_t width, height;
  /// As decoded: 1 gray, 2 gray and alpha, 3 RGB, 4 RGB and alpha.
  uint32_t channels;
  /// Of a sample, as decoded: 8 or 16.
  uint32_t bits;
} pk_png_header;

/// The header. Decodes no pixels.
pk_png_status pk_png_read_header(
    const uint8_t *bytes, size_t count, pk_png_header *header, char message[PK_PNG_MESSAGE]);

/// Takes `rows` rows from row `y` on: width × channels samples each, uint8_t or uint16_t by the header's `bits`; fewer
/// bits are scaled up exactly. The samples are there during the call alone.
typedef void (*pk_png_take)(void *context, const void *samples, uint32_t y, uint32_t rows);

/// Decodes the picture and hands it over from the top, up to `at_once` rows at a time. No more than these is in memory,
/// but for an interlaced picture, of which all samples are. `take` has been called for some rows where a later one turns
/// out to be damaged.
pk_png_status pk_png_read_rows(
    const uint8_t *bytes, size_t count, uint32_t at_once, pk_png_take take, void *context,
    char message[PK_PNG_MESSAGE]);

/// Inflates the zlib stream of a compressed text. `PK_PNG_FULL` where it is longer than `capacity`.
pk_png_status pk_png_inflate(const uint8_t *bytes, size_t count, uint8_t *to, size_t capacity, size_t *written);

/// The checksum of a chunk's type and content, CRC-32.
uint32_t pk_png_checksum(const uint8_t *bytes, size_t count);

/// Encodes 8-bit samples (1 channel: gray, 3: RGB) and texts in UTF-8: key, zero, text, zero, key …
/// `written` is the size of the file; where it is larger than `capacity`, only the beginning was stored.
pk_png_status pk_png_write(
    const uint8_t *samples, uint32_t width, uint32_t height, uint32_t channels, const uint8_t *texts,
    size_t text_bytes, uint8_t *bytes, size_t capacity, size_t *written, char message[PK_PNG_MESSAGE]);
