public import PipelineKit
public import Tensors

/// A frame of a film in which a picture becomes one of its views: the pieces of the view glide to their places and turn,
/// what is mirrored turns over like a card, and a negative fades in.
///
/// With `progress` 0 it shows the picture, with 1 the view, pixel by pixel.
public struct Glide: Stage {
  static let image = Input<Tensor>("image", "N×C×H×W", kind: .image)
  static let progress = Input<Double>("progress", "how far it is: 0 is the picture, 1 the view", in: 0...1)
  /// How large a pixel becomes.
  public static let magnify = Input<Int>(
    "magnify", "the side of a square that each pixel becomes", in: 1...64, default: 1)
  /// Pixels of the picture added on every side, for what leaves it on its way.
  public static let margin = Input<Int>(
    "margin", "pixels of the picture added on every side, for what leaves it on its way", in: 0...4096, default: 0)
  /// What is seen where no piece is.
  public static let background = Input<Double>(
    "background", "what is seen where no piece is: −1 black, 1 white", in: -1...1, default: 1)
  static let frame = Output<Tensor>("image", "the frame, as large as the larger of picture and view", kind: .image)
  public static let declaration = Declaration(
    "glide", "A frame of a film in which a picture becomes one of its views.",
    inputs: [image, View.by, progress, View.seed, View.patches, View.factor, View.file, magnify, margin, background],
    outputs: [frame])

  /// Makes the stage, which has no settings.
  public init() {}

  public static func foresee(_ inputs: KnownInputs) -> KnownOutputs {
    guard let shape = inputs.imageShape(image), let view = inputs.known(View.by),
      let magnify = inputs.known(Self.magnify), let margin = inputs.known(Self.margin)
    else { return KnownOutputs() }
    return KnownOutputs(
      frame, shape: frameShape(shape, by: view, magnify: magnify, margin: margin), decidedBy: Self.magnify)
  }

  public func problems(_ inputs: KnownInputs) -> [Problem] {
    View.problems(inputs, inputs.imageShape(Self.image))
  }

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    try Outputs(
      Self.frame,
      self(
        inputs[Self.image], by: inputs[View.by], progress: inputs[Self.progress], seed: inputs[View.seed],
        patches: inputs[View.patches], factor: inputs[View.factor],
        permutation: inputs[View.file].map(Permutation.init), magnify: inputs[Self.magnify],
        margin: inputs[Self.margin], background: inputs[Self.background]))
  }

  private static func frameShape(_ shape: [Int], by view: View.Rearrangement, magnify: Int, margin: Int) -> [Int] {
    let (height, width) = view.size(shape[2], shape[3])
    return [
      shape[0], shape[1], magnify * (max(shape[2], height) + 2 * margin), magnify * (max(shape[3], width) + 2 * margin),
    ]
  }

  /// The frame at `progress`, 0 … 1. Throws as `View` does, and for a frame that is too large.
  public func callAsFunction(
    _ image: Tensor, by view: View.Rearrangement, progress: Double, seed: Seed = View.seed.defaultValue,
    patches: Int = View.patches.defaultValue, factor: Double = View.factor.defaultValue,
    permutation: Permutation? = nil, magnify: Int = Self.magnify.defaultValue, margin: Int = Self.margin.defaultValue,
    background: Double = Self.background.defaultValue
  ) throws -> Tensor {
    let (n, c, height, width) = image.nchw
    let shape = Self.frameShape(image.shape, by: view, magnify: magnify, margin: margin)
    try StageFault.requireSize("image", shape)
    let order = try PixelOrder(
      view, height, width, seed: seed, patches: patches, factor: factor, permutation: permutation)
    let size = view.size(height, width)
    let pieces = Pieces(order, height, width, newWidth: size.width)
    // Picture and view lie in the middle of the frame.
    func corner(_ high: Int, _ wide: Int) -> (y: Double, x: Double) {
      (Double(shape[2] / magnify - high) / 2, Double(shape[3] / magnify - wide) / 2)
    }
    let sources = pieces.sources(
      at: progress, height: shape[2], width: shape[3], scale: magnify, before: corner(height, width),
      after: corner(size.height, size.width))
    let sign = view == .negate ? Float(1 - 2 * progress) : 1
    let (values, samples) = (image.values, Pieces.samples)
    let wide = shape[3] * samples
    return Tensor(shape) { out in
      for plane in 0..<n * c {
        for y in 0..<shape[2] {
          for x in 0..<shape[3] {
            var sum: Float = 0
            for row in samples * y..<samples * (y + 1) {
              for source in sources[row * wide + samples * x..<row * wide + samples * (x + 1)] {
                sum += source < 0 ? Float(background) : sign * values[plane * height * width + Int(source)]
              }
            }
            out[(plane * shape[2] + y) * shape[3] + x] = sum / Float(samples * samples)
          }
        }
      }
    }
  }
}
