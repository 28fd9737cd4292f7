import Foundation
import Tensors

/// Sinusoidal embedding (Ho et al. 2020, after Vaswani et al. 2017): N numbers to N×width.
///
/// The frequencies are 10000^(−i/(h − shift)) for i < h = width/2; sines come first, or cosines if `cosineFirst`.
func sinusoids(_ numbers: [Float], width: Int, cosineFirst: Bool, shift: Int) -> Tensor {
  let half = width / 2
  let frequencies = (0..<half).map { exp(-Float(log(10_000.0)) * Float($0) / Float(half - shift)) }
  var values: [Float] = []
  for number in numbers {
    let angles = frequencies.map { number * $0 }
    values += angles.map { cosineFirst ? cos($0) : sin($0) }
    values += angles.map { cosineFirst ? sin($0) : cos($0) }
    if width % 2 == 1 { values.append(0) }
  }
  return Tensor([numbers.count, width], values)
}

/// Two linear layers around an activation: maps a timestep's sinusoids to the embedding that every block reads.
struct TimestepEmbedding: Sendable {
  let linear1, linear2: Linear
  let activation, postActivation: Activation

  init(
    _ inputs: Int, _ outputs: Int, activation: Activation, postActivation: Activation = .identity, _ weights: Weights
  ) throws {
    linear1 = try Linear(inputs, outputs, weights["linear_1"])
    linear2 = try Linear(outputs, outputs, weights["linear_2"])
    self.activation = activation
    self.postActivation = postActivation
  }

  /// N×inputs to N×outputs.
  func callAsFunction(_ x: Tensor) -> Tensor { postActivation(linear2(activation(linear1(x)))) }
}
