#pragma once

// One body, compiled for several instruction sets; the loader picks the best that the processor has.
#if defined(__x86_64__) && defined(__linux__) && defined(__has_attribute)
#if __has_attribute(target_clones)
#define PK_SIMD __attribute__((target_clones("avx512f", "avx2", "default")))
#endif
#endif
#ifndef PK_SIMD
#define PK_SIMD
#endif

#define PK_INLINE static inline __attribute__((always_inline))
