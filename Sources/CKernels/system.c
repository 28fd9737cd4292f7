// stdlib.h for __GLIBC__.
#include <sched.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "ckernels.h"

#if defined(__GLIBC__)
#include <malloc.h>

void pk_keep_memory(void) {
  mallopt(M_MMAP_THRESHOLD, 1 << 30);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
}

void pk_give_back_memory(void) { malloc_trim(0); }

#else
void pk_keep_memory(void) {}
void pk_give_back_memory(void) {}
#endif

void pk_use_large_pages(const void *start, size_t bytes) {
#if defined(MADV_HUGEPAGE)
  // Whole ones, so that the ends of arrays have them too. What isn't mapped there is left out; that is no error here.
  const uintptr_t page = 2 << 20;
  uintptr_t first = (uintptr_t)start / page * page, last = ((uintptr_t)start + bytes + page - 1) / page * page;
  // Asking again is harmless, but other threads wait for it; scratch memory is mostly where it was.
  static _Thread_local uintptr_t known_first, known_last;
  if (first >= known_first && last <= known_last) return;
  madvise((void *)first, last - first, MADV_HUGEPAGE);
  known_first = first, known_last = last;
#endif
}

void pk_yield(void) { sched_yield(); }

#if defined(__x86_64__)
__attribute__((target("avx"))) static void clear_upper_halves(void) { __builtin_ia32_vzeroupper(); }

void pk_clear_upper_halves(void) {
  if (__builtin_cpu_supports("avx")) clear_upper_halves();
}
#else
void pk_clear_upper_halves(void) {}
#endif
