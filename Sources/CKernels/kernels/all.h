// Every kernel, for the instruction set of the file that includes this.

#include "elementwise.h"
#include "patches.h"
#include "product.h"
#include "half.h"
#include "bytes.h"
#include "softmax.h"
#include "winograd.h"

#define PK_TABLE(name) \
  { \
    name, PK_LANES, PK_ROWS, PK_COLUMNS, PK_TOGETHER, PK_SCALES, PK_SECTION, sizeof(operand) / PK_TOGETHER, \
      most_of_a_column, affine, normalise, add, sum, squares, softmax, softmax_columns, all_finite, pack_rows, \
      pack_columns, unpack_rows, pack_half, unpack_half, largest, pack_bytes, unpack_bytes, product, product_few, patches, \
      PK_WINOGRAD \
  }
