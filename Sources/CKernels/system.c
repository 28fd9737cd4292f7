// stdlib.h for __GLIBC__.
#include <sched.h>
#include <stdlib.h>

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

void pk_yield(void) { sched_yield(); }
