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
    name, affine, normalise, add, sum, squares, softmax, all_finite, pack_half, unpack_half, largest, pack_bytes, \
      unpack_bytes, product_few, patches, PK_OPERAND_TABLE(softmax_columns, PK_WINOGRAD) \
  }
