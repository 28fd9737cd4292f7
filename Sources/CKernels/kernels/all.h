// Every kernel, for the instruction set of the file that includes this.

#include "elementwise.h"
#include "patches.h"
#include "product.h"
#include "softmax.h"
#include "winograd.h"

#define PK_TABLE(name) \
  { \
    name, PK_LANES, PK_ROWS, PK_COLUMNS, sizeof(operand), affine, normalise, add, sum, squares, softmax, softmax_columns, all_finite, \
      pack_rows, pack_columns, pack_half, unpack_half, product, product_few, patches, winograd_weights, winograd_input, \
      winograd_output \
  }
