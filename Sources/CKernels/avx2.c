#include "simd.h"

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)
#define PK_LANES 8
#define PK_ROWS 4
#define PK_HALF 1
#define PK_OPERANDS PK_SINGLE
#include "kernels/all.h"
#include "kernels/training.h"
#pragma clang attribute pop

const pk_kernels pk_avx2 = PK_TABLE("avx2");
const pk_training_kernels pk_avx2_training = PK_TRAINING_TABLE;
#endif
