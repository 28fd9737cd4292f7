#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A SentencePiece model. Encoding may run on several threads at a time.
typedef struct pk_sp pk_sp;

/// Reads a model from its `size` bytes. Null where they are none, with the reason in `error` (of `capacity` bytes, ended
/// by a zero).
pk_sp *pk_sp_open(const void *bytes, size_t size, char *error, size_t capacity);

/// Frees the model; null is allowed.
void pk_sp_close(pk_sp *model);

/// The number of pieces in the vocabulary.
int32_t pk_sp_size(const pk_sp *model);

/// Splits `length` bytes of UTF-8 into pieces. The first `limit` of their numbers are written to `ids`; the result is
/// how many there are in all, or −1 on failure.
int64_t pk_sp_encode(const pk_sp *model, const char *text, size_t length, int32_t *ids, size_t limit);

/// Splits as `pk_sp_encode` does, and writes the text of all pieces but the first `skip` to `rest`, at most `capacity`
/// bytes of it. The result is how many bytes it takes, or −1 on failure.
int64_t pk_sp_rest(const pk_sp *model, const char *text, size_t length, size_t skip, char *rest, size_t capacity);

/// The number of the piece of these `length` bytes, or −1 where there is none.
int32_t pk_sp_piece(const pk_sp *model, const char *text, size_t length);

#ifdef __cplusplus
}
#endif
