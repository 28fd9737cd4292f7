#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#pragma clang assume_nonnull begin

/// How a picture is cut into tiles for Winograd's F(m×m, r×r).
typedef struct {
  /// m + r − 1 and m: 6 and 4 or 9 and 7 for kernels of 3×3, 8 and 7 or 9 and 8 for those of 2×2.
  size_t points, outputs;
  /// From one of a tile's pixels to the next; 2 where the picture's rows and columns are dealt to two phases each.
  size_t spread;
  /// The planes'.
  size_t height, width;
  /// Nonzero where a vector of channels lies side by side, pixel after pixel, in place of planes.
  int in_lanes;
  /// Where the first tile begins.
  ptrdiff_t top, left;
} pk_tiles;

/// In the place of a tap's index: the tap is zero.
enum { pk_no_tap = 255 };

/// The kernels of training, and of tiles in inference, compiled for one instruction set. Activations are those of ckernels.h.
typedef struct {
  /// Numbers to a vector.
  size_t lanes;

  /// y[i] = g[i]·f′(x[i]).
  void (*activation_gradient)(const float *x, const float *g, float *y, size_t count, int activation);

  /// Of y = f(a·x̂ + b), x̂ = (x − mean)·inverse: gz[i] = g[i]·f′(a·x̂[i] + b), sums[0] = Σ gz, sums[1] = Σ gz·x̂.
  void (*norm_sums)(
    const float *x, const float *g, float *gz, size_t count, float mean, float inverse, float a, float b, int activation,
    double *sums);

  /// gz[i] ← inverse·(a·gz[i] − first − x̂[i]·second), in place.
  void (*norm_gradient)(
    const float *x, float *gz, size_t count, float mean, float inverse, float a, float first, float second);

  /// The same for a vector of channels side by side, `pixels` of each, with parameters for each of them.
  ///
  /// Their means, and Σ (x − mean)², by turns.
  void (*lane_moments)(const float *x, size_t pixels, double *moments);
  void (*lane_affine)(
    const float *x, float *y, size_t pixels, const float *mean, const float *a, const float *b, int activation);
  /// The two sums of each channel by turns.
  void (*lane_norm_sums)(
    const float *x, const float *g, float *gz, size_t pixels, const float *mean, const float *inverse, const float *a,
    const float *b, int activation, double *sums);
  void (*lane_norm_gradient)(
    const float *x, float *gz, size_t pixels, const float *mean, const float *inverse, const float *a,
    const float *first, const float *second);
  void (*lane_dot)(const float *a, const float *_Nullable b, size_t pixels, float *sums);

  /// Σ a[i]·b[i], or Σ a[i] where `b` is null, in double precision.
  double (*dot)(const float *a, const float *_Nullable b, size_t count);

  /// One step of Adam (Kingma & Ba 2015) as PyTorch takes it: m ← m + (g − m)(1 − β₁), v ← β₂v + (1 − β₂)g²,
  /// p ← p − step·m / (√v / correction + ε).
  void (*adam)(
    float *p, const float *g, float *m, float *v, size_t count, float beta1, float beta2, float epsilon, float step,
    float correction);

  /// c = a·b, or c += a·b, of matrices as they lie: a's number (i, k) is a[i·a_row + k·a_inner], b's (k, j) is
  /// b[k·b_stride + j], c's (i, j) is c[i·c_stride + j]; `columns` is a whole number of vectors. `next`
  /// is how far after c the place of the next result is, which is prefetched; 0 for none.
  void (*strided_product)(
    const float *a, size_t a_row, size_t a_inner, const float *b, size_t b_stride, float *c, size_t c_stride,
    size_t rows, size_t inner, size_t columns, int accumulates, size_t next);

  /// `pixels` numbers of each of up to a vector of channels, planes `plane` numbers apart, to a vector for each pixel.
  /// Pixels are dealt to phases in turn: the i-th goes to y[p % phases · phase + p / phases · stride], p = first + i.
  /// Where x is in lanes already, `plane` is 0.
  void (*pixels_to_lanes)(
    const float *x, size_t plane, size_t channels, size_t pixels, size_t first, size_t phases, size_t phase,
    size_t stride, float *y);

  /// The way back, plus a number for each channel.
  void (*lanes_to_pixels)(
    const float *y, size_t first, size_t phases, size_t phase, size_t stride, const float *_Nullable bias, float *x,
    size_t plane, size_t channels, size_t pixels);

  /// Winograd's F(m×m, r×r) with a channel to a lane, as `pk_tiles` describes it. A transformed picture or gradient is
  /// points² matrices, `matrix` numbers apart, with a row for each tile, `stride` numbers apart, and a column for each
  /// channel; of these one vector's, the first at the pointer given.
  ///
  /// r×r kernels, picked by `taps` out of windows of `window` numbers, 16 or fewer: a lane's are `lane` numbers apart, an
  /// item's `item`; item n becomes row n.
  void (*tile_weights)(
    const pk_tiles *tiles, const float *w, size_t window, const uint8_t *taps, size_t lane, size_t lanes, size_t item,
    size_t items, float *u, size_t matrix, size_t stride);

  /// `down` rows of `across` tiles of up to a vector of channels, zeros outside of the planes.
  void (*tile_input)(
    const pk_tiles *tiles, const float *x, size_t channels, size_t down, size_t across, float *v, size_t matrix,
    size_t stride);

  /// The way back: a row of tiles, plus a number for each channel. Where pixels are dealt to phases it makes two, the
  /// second's matrices `phase` numbers after the first's and its pixels before them.
  void (*tile_output)(
    const pk_tiles *tiles, const float *m, size_t phase, size_t matrix, size_t stride, size_t across,
    const float *_Nullable bias, float *y, size_t channels);

  /// The adjoint of `tile_output` where pixels are not dealt to phases: `bias` gets a vector of the channels' sums over
  /// these pixels.
  void (*tile_gradient)(
    const pk_tiles *tiles, const float *g, size_t channels, size_t across, float *m, size_t matrix, size_t stride,
    float *bias);

  /// The adjoint of `tile_weights` for one item: into its windows, `lane` numbers apart.
  void (*tile_weights_gradient)(
    const pk_tiles *tiles, const float *u, size_t matrix, size_t lanes, const uint8_t *taps, size_t lane, float *w);
} pk_training_kernels;

/// Those for the instruction set that `pk_choose` picks.
const pk_training_kernels *pk_choose_training(void);

#pragma clang assume_nonnull end

#ifdef __cplusplus
}
#endif
