public import Tensors

/// The input of filters and views: an image, or an estimate, whose noise and variance are both images.
public enum Filterable: Sendable, Equatable {
  /// An image, N×C×H×W.
  case image(Tensor)
  /// An estimate; its noise and variance have an image's shape.
  case estimate(Estimate)

  /// The image, or the estimate's noise.
  public var pixels: Tensor {
    switch self {
    case .image(let image): image
    case .estimate(let estimate): estimate.noise
    }
  }

  /// `transform` applied to an image, or to an estimate's noise; the variance is kept.
  public func mapNoise(_ transform: (Tensor) throws -> Tensor) rethrows -> Filterable {
    switch self {
    case .image(let image): .image(try transform(image))
    case .estimate(let estimate):
      .estimate(Estimate(noise: try transform(estimate.noise), variance: estimate.variance))
    }
  }

  /// `transform` applied to an image, or to both the noise and the variance of an estimate, for transforms that move
  /// pixels.
  public func mapPixels(_ transform: (Tensor) throws -> Tensor) rethrows -> Filterable {
    switch self {
    case .image(let image): .image(try transform(image))
    case .estimate(let estimate):
      .estimate(Estimate(noise: try transform(estimate.noise), variance: try estimate.variance.map(transform)))
    }
  }

  /// The image. Traps for an estimate.
  public var image: Tensor {
    guard case .image(let image) = self else { preconditionFailure("expected an image, found an estimate") }
    return image
  }

  /// The estimate. Traps for an image.
  public var estimate: Estimate {
    guard case .estimate(let estimate) = self else { preconditionFailure("expected an estimate, found an image") }
    return estimate
  }
}

/// A Swift type with pixels to filter: `Tensor` (an image), `Estimate`, or `Filterable`, which is either. A filter that
/// is generic over it returns the type that it takes.
public protocol HasPixels: Sendable {
  /// Takes the image or estimate out of `filterable`. Traps if it holds the other one.
  init(_ filterable: Filterable)
  /// This as an image or an estimate.
  var filterable: Filterable { get }
}

extension HasPixels {
  /// `transform` applied to an image, or to an estimate's noise; the variance is kept.
  public func mapNoise(_ transform: (Tensor) throws -> Tensor) rethrows -> Self {
    Self(try filterable.mapNoise(transform))
  }

  /// `transform` applied to an image, or to an estimate's noise and variance both.
  public func mapPixels(_ transform: (Tensor) throws -> Tensor) rethrows -> Self {
    Self(try filterable.mapPixels(transform))
  }
}

extension Filterable: HasPixels {
  public init(_ filterable: Filterable) { self = filterable }
  /// Itself.
  public var filterable: Filterable { self }
}

extension Tensor: HasPixels {
  public init(_ filterable: Filterable) { self = filterable.image }
  public var filterable: Filterable { .image(self) }
}

extension Estimate: HasPixels {
  public init(_ filterable: Filterable) { self = filterable.estimate }
  /// This as an estimate.
  public var filterable: Filterable { .estimate(self) }
}
