// Every kernel, for the instruction set of the file that includes this.

#include "elementwise.h"
#include "patches.h"
#include "product.h"
#include "half.h"
#include "bytes.h"
#include "softmax.h"
// Eight binary digits are too few for Winograd's transforms.
#define PK_NO_WINOGRAD {0, 0, 0, 0}
#if PK_OPERANDS == PK_BFLOAT16
#define PK_WINOGRAD PK_NO_WINOGRAD, PK_NO_WINOGRAD
#else
#include "winograd.h"
#endif

#define PK_TABLE(name) \
  { \
    name, PK_LANES, PK_ROWS, PK_COLUMNS, PK_TOGETHER, sizeof(operand) / PK_TOGETHER, affine, normalise, add, sum, squares, softmax, softmax_columns, all_finite, \
      pack_rows, pack_columns, unpack_rows, pack_half, unpack_half, largest, pack_bytes, unpack_bytes, product, product_few, patches, PK_WINOGRAD \
  }
