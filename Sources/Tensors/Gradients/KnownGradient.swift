extension Tensor {
  /// A scalar that was computed from this tensor together with its derivative by every element, such as a loss in
  /// closed form.
  public func scalar(_ value: Float, derivative: Tensor) -> Tensor {
    precondition(derivative.shape == shape, "\(derivative.shapeText) by \(shapeText)")
    return Tensor([], [value]).recorded(from: self) { [derivative] g in [derivative * g.values[0]] }
  }
}
