public import PipelineKit
public import Tensors

extension NoiseSchedule.Clip {
  /// x̂₀ limited for a sampler by the schedule's `clip`: unchanged, clipped, or dynamically thresholded image by image
  /// (Saharia et al. 2022, "Photorealistic text-to-image diffusion models", section 2.3).
  public func callAsFunction(_ clean: Tensor) -> Tensor {
    switch self {
    case .none: return clean
    case .range(let limit): return clean.clamped(to: -abs(limit)...abs(limit))
    case .dynamic(let fraction, let maximum):
      let images = (0..<clean.shape[0]).map { index in
        let image = clean.element(index)
        let limit = min(max(quantile(image.values.map(abs), fraction), 1), maximum)
        return image.map { min(max($0, -limit), limit) / limit }
      }
      return images.isEmpty ? clean : .concatenated(images, axis: 0)
    }
  }
}

/// The value below which `fraction` (0…1) of `values` lie, interpolated between neighbours as torch.quantile does; 0 for
/// no values.
package func quantile(_ values: [Float], _ fraction: Float) -> Float {
  guard !values.isEmpty else { return 0 }
  let sorted = values.sorted()
  let rank = min(max(fraction, 0), 1) * Float(sorted.count - 1)
  let low = min(Int(rank), sorted.count - 1)
  let (a, b) = (sorted[low], sorted[min(low + 1, sorted.count - 1)])
  let weight = rank - Float(low)
  return weight < 0.5 ? a + weight * (b - a) : b - (b - a) * (1 - weight)
}
