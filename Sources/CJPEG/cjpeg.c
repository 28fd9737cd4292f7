#include "cjpeg.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <jerror.h>
#include <jpeglib.h>

/// libjpeg's error manager, which must come first, and what our callbacks keep.
typedef struct {
  struct jpeg_error_mgr manager;
  jmp_buf jump;
  char *message;
  int truncated;
} failure;

static void on_error(j_common_ptr jpeg) {
  failure *f = (failure *)jpeg->err;
  char text[JMSG_LENGTH_MAX];
  jpeg->err->format_message(jpeg, text);
  strncpy(f->message, text, PK_JPEG_MESSAGE - 1);
  f->message[PK_JPEG_MESSAGE - 1] = 0;
  longjmp(f->jump, 1);
}

/// libjpeg warns of damage and goes on with guessed pixels; a picture with guessed pixels is an error here. Oddities of
/// a header are not.
static void on_message(j_common_ptr jpeg, int level) {
  if (level >= 0) return;
  switch (jpeg->err->msg_code) {
  case JWRN_HIT_MARKER:
  case JWRN_HUFF_BAD_CODE:
  case JWRN_MUST_RESYNC:
    on_error(jpeg);
  }
}

static void on_output(j_common_ptr jpeg) { (void)jpeg; }

static struct jpeg_error_mgr *catching(failure *f, char *message) {
  memset(f, 0, sizeof *f);
  jpeg_std_error(&f->manager);
  f->manager.error_exit = on_error;
  f->manager.emit_message = on_message;
  f->manager.output_message = on_output;
  f->message = message;
  message[0] = 0;
  return &f->manager;
}

static void source_nothing(j_decompress_ptr jpeg) { (void)jpeg; }

static boolean source_empty(j_decompress_ptr jpeg) {
  ((failure *)jpeg->err)->truncated = 1;
  ERREXIT(jpeg, JERR_INPUT_EOF);
  return FALSE;
}

static void source_skip(j_decompress_ptr jpeg, long count) {
  if (count <= 0) return;
  if ((size_t)count > jpeg->src->bytes_in_buffer) source_empty(jpeg);
  jpeg->src->next_input_byte += count;
  jpeg->src->bytes_in_buffer -= (size_t)count;
}

/// Reads the header; false for inks.
static int read_header(
    j_decompress_ptr jpeg, struct jpeg_source_mgr *source, const uint8_t *bytes, size_t count,
    pk_jpeg_header *header) {
  source->init_source = source_nothing;
  source->fill_input_buffer = source_empty;
  source->skip_input_data = source_skip;
  source->resync_to_restart = jpeg_resync_to_restart;
  source->term_source = source_nothing;
  source->next_input_byte = bytes;
  source->bytes_in_buffer = count;
  jpeg->src = source;
  jpeg_read_header(jpeg, TRUE);
  if (jpeg->jpeg_color_space == JCS_CMYK || jpeg->jpeg_color_space == JCS_YCCK) return 0;
  jpeg->out_color_space = jpeg->jpeg_color_space == JCS_GRAYSCALE ? JCS_GRAYSCALE : JCS_RGB;
  header->width = jpeg->image_width;
  header->height = jpeg->image_height;
  header->channels = jpeg->out_color_space == JCS_GRAYSCALE ? 1 : 3;
  return 1;
}

pk_jpeg_status pk_jpeg_read_header(
    const uint8_t *bytes, size_t count, pk_jpeg_header *header, char message[PK_JPEG_MESSAGE]) {
  struct jpeg_decompress_struct jpeg;
  struct jpeg_source_mgr source;
  failure f;
  // So that destroying it is safe even where creating it fails.
  memset(&jpeg, 0, sizeof jpeg);
  jpeg.err = catching(&f, message);
  pk_jpeg_status status = PK_JPEG_OK;
  if (setjmp(f.jump)) {
    status = f.truncated ? PK_JPEG_TRUNCATED : PK_JPEG_DAMAGED;
  } else {
    jpeg_create_decompress(&jpeg);
    if (!read_header(&jpeg, &source, bytes, count, header)) status = PK_JPEG_CMYK;
  }
  jpeg_destroy_decompress(&jpeg);
  return status;
}

/// A picture of few bytes may ask for any number of passes over all of it.
static void on_progress(j_common_ptr jpeg) {
  if (((j_decompress_ptr)jpeg)->input_scan_number <= PK_JPEG_SCANS) return;
  failure *f = (failure *)jpeg->err;
  snprintf(f->message, PK_JPEG_MESSAGE, "it has more than %d scans", PK_JPEG_SCANS);
  longjmp(f->jump, 1);
}

pk_jpeg_status pk_jpeg_read_rows(
    const uint8_t *bytes, size_t count, uint32_t divisor, uint32_t at_once, pk_jpeg_take take, void *context,
    char message[PK_JPEG_MESSAGE]) {
  struct jpeg_decompress_struct jpeg;
  struct jpeg_source_mgr source;
  struct jpeg_progress_mgr progress = {.progress_monitor = on_progress};
  failure f;
  memset(&jpeg, 0, sizeof jpeg);
  jpeg.err = catching(&f, message);
  pk_jpeg_status status = PK_JPEG_OK;
  if (setjmp(f.jump)) {
    status = f.truncated ? PK_JPEG_TRUNCATED : PK_JPEG_DAMAGED;
  } else {
    jpeg_create_decompress(&jpeg);
    jpeg.progress = &progress;
    pk_jpeg_header header;
    if (!read_header(&jpeg, &source, bytes, count, &header)) {
      status = PK_JPEG_CMYK;
    } else {
      jpeg.scale_num = 1;
      jpeg.scale_denom = divisor;
      jpeg_start_decompress(&jpeg);
      if (jpeg.output_width != (header.width + divisor - 1) / divisor) ERREXIT(&jpeg, JERR_IMAGE_TOO_BIG);
      size_t row = (size_t)jpeg.output_width * header.channels;
      // libjpeg frees it with the rest.
      uint8_t *rows = jpeg.mem->alloc_large((j_common_ptr)&jpeg, JPOOL_IMAGE, row * at_once);
      while (jpeg.output_scanline < jpeg.output_height) {
        uint32_t y = jpeg.output_scanline, number = 0;
        for (; number < at_once && jpeg.output_scanline < jpeg.output_height; number++) {
          JSAMPROW line = rows + number * row;
          jpeg_read_scanlines(&jpeg, &line, 1);
        }
        take(context, rows, y, number);
      }
      jpeg_finish_decompress(&jpeg);
    }
  }
  jpeg_destroy_decompress(&jpeg);
  return status;
}

/// libjpeg's destination, which must come first, and how much of the file is where. What does not fit is counted and
/// goes to `scrap`.
typedef struct {
  struct jpeg_destination_mgr manager;
  uint8_t *bytes;
  size_t capacity, written;
  uint8_t scrap[4096];
} destination;

static void sink_start(j_compress_ptr jpeg) {
  destination *d = (destination *)jpeg->dest;
  d->manager.next_output_byte = d->scrap;
  d->manager.free_in_buffer = sizeof d->scrap;
}

static void sink_take(destination *d, size_t count) {
  if (d->written < d->capacity) {
    size_t room = d->capacity - d->written;
    memcpy(d->bytes + d->written, d->scrap, count < room ? count : room);
  }
  d->written += count;
}

static boolean sink_full(j_compress_ptr jpeg) {
  sink_take((destination *)jpeg->dest, sizeof ((destination *)jpeg->dest)->scrap);
  sink_start(jpeg);
  return TRUE;
}

static void sink_end(j_compress_ptr jpeg) {
  destination *d = (destination *)jpeg->dest;
  sink_take(d, sizeof d->scrap - d->manager.free_in_buffer);
}

pk_jpeg_status pk_jpeg_write(
    const uint8_t *samples, uint32_t width, uint32_t height, uint32_t channels, int quality,
    const uint8_t *comment, size_t comment_count, uint8_t *bytes, size_t capacity, size_t *written,
    char message[PK_JPEG_MESSAGE]) {
  struct jpeg_compress_struct jpeg;
  destination d;
  failure f;
  memset(&jpeg, 0, sizeof jpeg);
  memset(&d, 0, sizeof d);
  d.manager.init_destination = sink_start;
  d.manager.empty_output_buffer = sink_full;
  d.manager.term_destination = sink_end;
  d.bytes = bytes;
  d.capacity = capacity;
  jpeg.err = catching(&f, message);
  pk_jpeg_status status = PK_JPEG_OK;
  if (setjmp(f.jump)) {
    status = PK_JPEG_DAMAGED;
  } else {
    jpeg_create_compress(&jpeg);
    jpeg.dest = &d.manager;
    jpeg.image_width = width;
    jpeg.image_height = height;
    jpeg.input_components = (int)channels;
    jpeg.in_color_space = channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_set_defaults(&jpeg);
    jpeg_set_quality(&jpeg, quality, TRUE);
    for (int i = 0; i < jpeg.num_components; i++) {
      jpeg.comp_info[i].h_samp_factor = 1;
      jpeg.comp_info[i].v_samp_factor = 1;
    }
    jpeg_start_compress(&jpeg, TRUE);
    if (comment_count > 0) jpeg_write_marker(&jpeg, JPEG_COM, comment, (unsigned)comment_count);
    size_t row = (size_t)width * channels;
    while (jpeg.next_scanline < height) {
      JSAMPROW line = (JSAMPROW)samples + jpeg.next_scanline * row;
      jpeg_write_scanlines(&jpeg, &line, 1);
    }
    jpeg_finish_compress(&jpeg);
    *written = d.written;
  }
  jpeg_destroy_compress(&jpeg);
  return status;
}
