// Every kernel of training, and of tiles in inference, for the instruction set of the file that includes this.

#include "channel_lanes.h"
#include "channel_tiles.h"
#include "gradients.h"
#include "lane_norms.h"
#include "strided_product.h"

#define PK_TRAINING_TABLE \
  { \
    PK_LANES, activation_gradient, norm_sums, norm_gradient, lane_moments, lane_affine, lane_norm_sums, lane_norm_gradient, \
      lane_dot, dot, adam, strided_product, pixels_to_lanes, lanes_to_pixels, tile_weights, \
      tile_input, tile_output, tile_gradient, tile_weights_gradient \
  }
