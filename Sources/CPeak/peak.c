// How fast a processor multiplies and adds when nothing has to be loaded: the rate that no kernel can exceed.
#include "cpeak.h"

// A multiply and an add in one instruction where there is one.
#pragma clang fp contract(fast)

// `COUNT` chains are enough to hide the latency of one, and few enough to stay in registers.
#define DEFINE_RUN(NAME, LANES, COUNT)                                      \
  static double NAME(long rounds, float *sink) {                            \
    typedef float vector __attribute__((vector_size(4 * LANES)));           \
    vector sums[COUNT], scale, offset;                                      \
    for (int i = 0; i < LANES; i++) { scale[i] = 0.999f; offset[i] = *sink; } \
    for (int i = 0; i < COUNT; i++) sums[i] = offset + (float)i;            \
    for (long r = 0; r < rounds; r++) {                                     \
      _Pragma("clang loop unroll(full)") for (int i = 0; i < COUNT; i++)    \
        sums[i] = sums[i] * scale + offset;                                 \
    }                                                                       \
    vector total = sums[0];                                                 \
    for (int i = 1; i < COUNT; i++) total += sums[i];                       \
    *sink = total[0];                                                       \
    return 2.0 * LANES * COUNT * (double)rounds;                            \
  }

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx512f"))), apply_to = function)
DEFINE_RUN(run_avx512, 16, 20)
#pragma clang attribute pop
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
DEFINE_RUN(run_avx2, 8, 12)
#pragma clang attribute pop
#endif
DEFINE_RUN(run_sse2, 4, 12)

pk_peak_isa pk_peak_best(void) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f")) return PK_PEAK_AVX512;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return PK_PEAK_AVX2;
#endif
  return PK_PEAK_SSE2;
}

double pk_peak_run(pk_peak_isa isa, long rounds, float *sink) {
#if defined(__x86_64__)
  if (isa == PK_PEAK_AVX512) return run_avx512(rounds, sink);
  if (isa == PK_PEAK_AVX2) return run_avx2(rounds, sink);
#endif
  return run_sse2(rounds, sink);
}
