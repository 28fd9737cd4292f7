#include "cfuzzer.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

extern int __sanitizer_install_malloc_and_free_hooks(
    void (*on_malloc)(const volatile void *, size_t), void (*on_free)(const volatile void *));
extern size_t __sanitizer_get_allocated_size(const volatile void *bytes);

static atomic_llong held, most, limit;
static atomic_int counts;

static void on_malloc(const volatile void *bytes, size_t count) {
  (void)bytes;
  if (!counts) return;
  long long now = (held += (long long)count), before = most;
  while (now > before && !atomic_compare_exchange_weak(&most, &before, now)) {}
  if (now <= limit) return;
  counts = 0;
  fprintf(stderr, "memory: %lld bytes are held, %lld are permitted for this input\n", now, (long long)limit);
  abort();
}

static void on_free(const volatile void *bytes) {
  if (counts && bytes) held -= (long long)__sanitizer_get_allocated_size(bytes);
}

void pk_memory_start(size_t permitted) {
  static int is_installed;
  if (!is_installed) is_installed = __sanitizer_install_malloc_and_free_hooks(on_malloc, on_free);
  held = most = 0;
  limit = (long long)permitted;
  counts = 1;
}

size_t pk_memory_stop(void) {
  counts = 0;
  return (size_t)most;
}
