#pragma once

// What the kernels are compiled for: each of avx512.c, avx512_vnni.c, avx2.c and generic.c compiles all of them once, with
// vectors of its instruction set, and ends in a table of them; avx512_bytes.c only packs and multiplies. `pk_choose` picks the
// table that the processor can run.
//
// PK_LANES           numbers of an operand to a vector
// PK_ROWS            rows of the left operand that a product holds at a time
// PK_COLUMNS         columns of the right operand, three vectors: with PK_ROWS as many sums as fit into the registers
// PK_HALF            whether there are instructions from and to half precision
// PK_OPERANDS        what operands are made of and multiplied in: PK_SINGLE, or whole numbers of 16 bits, PK_WHOLE, or of 8,
//                    PK_BYTES

#include "ckernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif
#include <math.h>
#include <stdint.h>
#include <string.h>

#define PK_INLINE static inline __attribute__((always_inline))
// A loop over the lanes of a vector that stays a loop until it becomes code of one vector. Unrolled before, it is left in
// pieces where a vector has eight lanes and the body compares.
#define PK_EACH_LANE(i) \
  _Pragma("clang loop unroll(disable) vectorize_width(PK_LANES) interleave(disable)") \
  for (size_t i = 0; i < PK_LANES; i++)
#define PK_SINGLE 0
#define PK_WHOLE 1
#define PK_BYTES 2
// Numbers of the inner axis that lie side by side in an operand.
#define PK_TOGETHER (PK_OPERANDS == PK_BYTES ? 4 : PK_OPERANDS == PK_WHOLE ? 2 : 1)
// Numbers of an operand that the scale of a row or column takes; with bytes, the scale and what makes up for their offset.
#define PK_SCALES (PK_OPERANDS == PK_BYTES ? 8 : PK_OPERANDS == PK_WHOLE ? 2 : 0)
// The most numbers of the inner axis that share a scale: a whole number of operands, or more than there are.
#define PK_SECTION (PK_OPERANDS == PK_BYTES ? 384 : PK_OPERANDS == PK_WHOLE ? 512 : (size_t)1 << 40)
#define PK_COLUMNS (3 * PK_LANES)
