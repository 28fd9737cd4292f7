#include "simd.h"

// 128-bit vectors: SSE2, NEON, and what the compiler makes of them elsewhere.
#define PK_LANES 4
#define PK_ROWS 4
#define PK_HALF 0
#define PK_OPERANDS PK_SINGLE
#include "kernels/all.h"
#include "kernels/training.h"

const pk_kernels pk_generic = PK_TABLE("generic");
const pk_training_kernels pk_generic_training = PK_TRAINING_TABLE;
