#include "cpng.h"

#include <limits.h>
#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

/// What libpng's callbacks see.
typedef struct {
  jmp_buf jump;
  char *message;
  const uint8_t *source;
  size_t left;
  int truncated;
  uint8_t *rows;
  uint8_t *sink;
  size_t capacity, written;
} state;

static void on_error(png_structp png, png_const_charp text) {
  state *s = png_get_error_ptr(png);
  strncpy(s->message, text, PK_PNG_MESSAGE - 1);
  s->message[PK_PNG_MESSAGE - 1] = 0;
  longjmp(s->jump, 1);
}

static void on_warning(png_structp png, png_const_charp text) {
  (void)png;
  (void)text;
}

static void on_read(png_structp png, png_bytep to, size_t count) {
  state *s = png_get_io_ptr(png);
  if (count > s->left) {
    s->truncated = 1;
    png_error(png, "the file ends early");
  }
  memcpy(to, s->source, count);
  s->source += count;
  s->left -= count;
}

static void on_write(png_structp png, png_bytep from, size_t count) {
  state *s = png_get_io_ptr(png);
  if (s->written < s->capacity) {
    size_t room = s->capacity - s->written;
    memcpy(s->sink + s->written, from, count < room ? count : room);
  }
  s->written += count;
}

static void on_flush(png_structp png) { (void)png; }

static png_structp start_reading(state *s, const uint8_t *bytes, size_t count, char *message, png_infop *info) {
  memset(s, 0, sizeof *s);
  s->message = message;
  s->source = bytes;
  s->left = count;
  message[0] = 0;
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, s, on_error, on_warning);
  *info = png ? png_create_info_struct(png) : NULL;
  if (!*info) {
    png_destroy_read_struct(&png, NULL, NULL);
    strcpy(message, "out of memory");
    return NULL;
  }
  png_set_read_fn(png, s, on_read);
  return png;
}

/// Reads the header and sets the conversions to gray or RGB of 8 or 16 bits, with alpha where the file has any
/// transparency. What else a file carries is passed over without a copy of it.
static void read_header(png_structp png, png_infop info, pk_png_header *header) {
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
  png_read_info(png, info);
  png_set_expand(png);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  png_set_swap(png);
#endif
  header->width = png_get_image_width(png, info);
  header->height = png_get_image_height(png, info);
  int colour = png_get_color_type(png, info);
  int alpha = (colour & PNG_COLOR_MASK_ALPHA) || png_get_valid(png, info, PNG_INFO_tRNS);
  header->channels = (colour & PNG_COLOR_MASK_COLOR ? 3 : 1) + (alpha ? 1 : 0);
  header->bits = png_get_bit_depth(png, info) == 16 ? 16 : 8;
}

pk_png_status pk_png_read_header(
    const uint8_t *bytes, size_t count, pk_png_header *header, char message[PK_PNG_MESSAGE]) {
  state s;
  png_infop info;
  png_structp png = start_reading(&s, bytes, count, message, &info);
  if (!png) return PK_PNG_DAMAGED;
  pk_png_status status = PK_PNG_OK;
  if (setjmp(s.jump)) {
    status = s.truncated ? PK_PNG_TRUNCATED : PK_PNG_DAMAGED;
  } else {
    read_header(png, info, header);
  }
  png_destroy_read_struct(&png, &info, NULL);
  return status;
}

pk_png_status pk_png_read_rows(
    const uint8_t *bytes, size_t count, uint32_t at_once, pk_png_take take, void *context,
    char message[PK_PNG_MESSAGE]) {
  state s;
  png_infop info;
  png_structp png = start_reading(&s, bytes, count, message, &info);
  if (!png) return PK_PNG_DAMAGED;
  pk_png_status status = PK_PNG_OK;
  if (setjmp(s.jump)) {
    status = s.truncated ? PK_PNG_TRUNCATED : PK_PNG_DAMAGED;
  } else {
    pk_png_header header;
    read_header(png, info, &header);
    int passes = png_set_interlace_handling(png);
    png_read_update_info(png, info);
    size_t row = (size_t)header.width * header.channels * (header.bits / 8);
    if (png_get_rowbytes(png, info) != row) png_error(png, "an unexpected size");
    // An interlaced picture comes in passes over all of it.
    uint32_t held = passes > 1 || at_once > header.height ? header.height : at_once;
    s.rows = malloc(row * held);
    if (!s.rows) png_error(png, "out of memory");
    for (int pass = 1; pass < passes; pass++) {
      for (uint32_t y = 0; y < header.height; y++) png_read_row(png, s.rows + y * row, NULL);
    }
    for (uint32_t y = 0; y < header.height; y += held) {
      uint32_t number = header.height - y < held ? header.height - y : held;
      for (uint32_t i = 0; i < number; i++) png_read_row(png, s.rows + i * row, NULL);
      for (uint32_t i = 0; i < number; i += at_once) {
        take(context, s.rows + i * row, y + i, number - i < at_once ? number - i : at_once);
      }
    }
    png_read_end(png, NULL);
  }
  free(s.rows);
  png_destroy_read_struct(&png, &info, NULL);
  return status;
}

pk_png_status pk_png_inflate(const uint8_t *bytes, size_t count, uint8_t *to, size_t capacity, size_t *written) {
  *written = 0;
  if (count > UINT_MAX || capacity > UINT_MAX) return PK_PNG_DAMAGED;
  z_stream stream;
  memset(&stream, 0, sizeof stream);
  if (inflateInit(&stream) != Z_OK) return PK_PNG_DAMAGED;
  stream.next_in = (Bytef *)bytes;
  stream.avail_in = (uInt)count;
  stream.next_out = to;
  stream.avail_out = (uInt)capacity;
  int result = inflate(&stream, Z_FINISH);
  *written = capacity - stream.avail_out;
  int full = result == Z_BUF_ERROR && stream.avail_out == 0;
  inflateEnd(&stream);
  return result == Z_STREAM_END ? PK_PNG_OK : full ? PK_PNG_FULL : PK_PNG_DAMAGED;
}

uint32_t pk_png_checksum(const uint8_t *bytes, size_t count) { return (uint32_t)crc32_z(0, bytes, count); }

static int is_ascii(const char *text) {
  for (; *text; text++) {
    if ((unsigned char)*text >= 128) return 0;
  }
  return 1;
}

pk_png_status pk_png_write(
    const uint8_t *samples, uint32_t width, uint32_t height, uint32_t channels, const uint8_t *texts,
    size_t text_bytes, uint8_t *bytes, size_t capacity, size_t *written, char message[PK_PNG_MESSAGE]) {
  state s;
  memset(&s, 0, sizeof s);
  s.message = message;
  s.sink = bytes;
  s.capacity = capacity;
  message[0] = 0;
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &s, on_error, on_warning);
  png_infop info = png ? png_create_info_struct(png) : NULL;
  if (!info) {
    png_destroy_write_struct(&png, NULL);
    strcpy(message, "out of memory");
    return PK_PNG_DAMAGED;
  }
  pk_png_status status = PK_PNG_OK;
  if (setjmp(s.jump)) {
    status = PK_PNG_DAMAGED;
  } else {
    png_set_write_fn(png, &s, on_write, on_flush);
    png_set_IHDR(
        png, info, width, height, 8, channels == 1 ? PNG_COLOR_TYPE_GRAY : PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
        PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    for (size_t at = 0; at < text_bytes;) {
      png_text chunk;
      memset(&chunk, 0, sizeof chunk);
      chunk.key = (char *)texts + at;
      at += strlen(chunk.key) + 1;
      chunk.text = (char *)texts + at;
      at += strlen(chunk.text) + 1;
      chunk.compression = is_ascii(chunk.text) ? PNG_TEXT_COMPRESSION_NONE : PNG_ITXT_COMPRESSION_NONE;
      png_set_text(png, info, &chunk, 1);
    }
    png_write_info(png, info);
    size_t row = (size_t)width * channels;
    for (uint32_t y = 0; y < height; y++) png_write_row(png, samples + y * row);
    png_write_end(png, info);
    *written = s.written;
  }
  png_destroy_write_struct(&png, &info);
  return status;
}
