import Foundation
public import PipelineKit
public import Tensors

/// The exact estimator for a finite set of equally likely pictures x₁ … x_n. It has no weights, so errors in its
/// samples come from the sampler.
///
/// With x_t = a x + b ε (a = √ᾱ_t, b = √(1 − ᾱ_t) in a diffusion), the posterior over the set is a softmax,
///
///     w_i ∝ exp(−‖x_t − a x_i‖² / 2b²),   E[x | x_t] = Σ w_i x_i,   ε̂ = (x_t − a E[x | x_t]) / b,
///
/// which minimises the training loss of every noise estimator (Karras et al. 2022, eq. 57).
public struct PictureSet: NoiseEstimator, Denoiser {
  /// The model's name in messages.
  public let name: String
  /// n×C×H×W.
  public let pictures: Tensor
  /// The schedule; never nil.
  public let schedule: NoiseSchedule?
  /// The noise's standard deviation that `denoise` assumes, in units of the images.
  public let sigma: Float

  /// The cosine schedule with 1000 steps, fixed small variance and no clipping.
  public static let defaultSchedule = NoiseSchedule(betas: CosineBetas().betas(1000), variance: .fixedSmall)

  /// Makes an estimator for n×C×H×W pictures. Traps if there are none or `sigma` isn't positive.
  ///
  /// - Parameter schedule: DeepFloyd's by default, with fixed variance and no clipping.
  public init(
    _ pictures: Tensor, name: String = "pictures", sigma: Float = 0.5, schedule: NoiseSchedule = defaultSchedule
  ) {
    _ = pictures.nchw
    precondition(pictures.shape[0] > 0 && sigma > 0, "a set of at least one picture, and noise to remove")
    self.pictures = pictures
    self.name = name
    self.sigma = sigma
    self.schedule = schedule
  }

  public var imageShape: [Int] { Array(pictures.shape[1...]) }

  public var digest: @Sendable () throws -> String {
    { [count = pictures.shape[0]] in "(exact, of \(count) pictures)" }
  }

  public func estimate(
    _ image: Tensor, at timestep: Double, condition: Condition?, lowResolution: LowResolution?
  ) throws -> Estimate {
    if condition != nil {
      throw StageFault.unconditioned(name)
    }
    try requireShape(image)
    let (a, b) = schedule!.weights(timestep)
    let mean = posteriorMean(image, a: a, b: b)
    return Estimate(noise: image.combined(with: mean) { (x, m) in (x - a * m) / b })
  }

  public func denoise(_ image: Tensor) throws -> Tensor {
    try requireShape(image)
    return posteriorMean(image, a: 1, b: sigma)
  }

  private func requireShape(_ image: Tensor) throws {
    if let fault = StageFault.size(image.shape, imageShape) { throw fault }
  }

  /// E[x | ax + bε = z] for each image z of a batch.
  private func posteriorMean(_ z: Tensor, a: Float, b: Float) -> Tensor {
    if z.count == 0 { return z }
    let size = imageShape.reduce(1, *)
    let count = pictures.shape[0]
    let (known, values) = (pictures.values, z.values)
    return Tensor.concatenated(
      (0..<z.shape[0]).map { k in
        let logits = (0..<count).map { i -> Double in
          var distance = 0.0
          for p in 0..<size {
            let d = Double(values[k * size + p]) - Double(a) * Double(known[i * size + p])
            distance += d * d
          }
          return -distance / (2 * Double(b) * Double(b))
        }
        let top = logits.max()!
        let weights = logits.map { exp($0 - top) }
        let total = weights.reduce(0, +)
        return Tensor([1] + imageShape) { out in
          for p in 0..<size {
            let sum = (0..<count).reduce(0.0) { $0 + weights[$1] * Double(known[$1 * size + p]) }
            out.initializeElement(at: p, to: Float(sum / total))
          }
        }
      }, axis: 0)
  }
}
