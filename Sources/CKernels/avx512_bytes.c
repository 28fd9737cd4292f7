#include "simd.h"

#if defined(__x86_64__)
#pragma clang attribute push( \
  __attribute__((target("avx512f,avx512vl,avx512bw,avx512dq,avx512vnni,fma,f16c"))), apply_to = function)
#define PK_LANES 16
#define PK_ROWS 8
#define PK_OPERANDS PK_BYTES
#include "kernels/product.h"
#pragma clang attribute pop

const pk_operands pk_avx512_bytes = PK_OPERAND_TABLE(0, {0}, {0}, {0});
#endif
