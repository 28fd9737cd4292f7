#include "simd.h"

#if defined(__x86_64__)
#pragma clang attribute push( \
  __attribute__((target("avx512f,avx512vl,avx512bw,avx512dq,avx512vnni,fma,f16c"))), apply_to = function)
#define PK_LANES 16
#define PK_ROWS 8
#define PK_HALF 1
#define PK_OPERANDS PK_WHOLE
#include "kernels/all.h"
#pragma clang attribute pop

const pk_kernels pk_avx512_vnni = PK_TABLE("avx512vnni");
#endif
