import PipelineKit
import Tensors

extension StageFault {
  /// The error for a super-resolution model without a picture to enlarge.
  static func enlarges(_ model: String) -> StageFault {
    .other(
      "model '\(model)' enlarges pictures: it needs 'low-resolution', the small picture resized and noised, and 'noise-level'"
    )
  }

  /// The error for a picture to enlarge, given to a model that enlarges none.
  static func enlargesNothing(_ model: String) -> StageFault {
    .other("model '\(model)' does not enlarge pictures: it takes no 'low-resolution'")
  }

  /// A fault if the picture to enlarge isn't resized to the image's size, or isn't one for all images or one for each.
  static func lowResolution(_ small: [Int], _ image: [Int]) -> StageFault? {
    if small[1...] == image[1...], [1, image[0]].contains(small[0]) { return nil }
    return .shapesDiffer(port: "low-resolution", shape: small, other: "image", otherShape: image)
  }

  /// A fault if a condition isn't an encoded prompt for all pictures or one for each.
  static func texts(_ shape: [Int], _ pictures: Int) -> StageFault? {
    if shape.count == 3, [1, pictures].contains(shape[0]) { return nil }
    let several = pictures > 1
    return .wrongShape(
      port: "condition",
      expected:
        "what 'text' makes of a prompt, 1×L×D\(several ? " or \(pictures)×L×D" : "") for \(pictures) image\(several ? "s" : "")",
      found: shape)
  }

  /// A fault if an image isn't of the only size that a model takes, C×H×W.
  static func size(_ found: [Int], _ imageShape: [Int]) -> StageFault? {
    if Array(found.dropFirst()) == imageShape { return nil }
    return .wrongShape(port: "image", expected: "N×" + Tensor.text(imageShape), found: found)
  }

  /// A fault if a condition isn't a class for all pictures or one for each, or has another number of classes.
  static func labels(_ shape: [Int], _ classes: Int, _ pictures: Int) -> StageFault? {
    if shape.count == 2, shape[1] == classes, [1, pictures].contains(shape[0]) { return nil }
    let several = pictures > 1 ? " or \(pictures)×\(classes) for \(pictures) images" : ""
    return .wrongShape(
      port: "condition", expected: "what 'label' makes of classes, 1×\(classes)\(several)", found: shape)
  }

  /// The error for an image with other channels than the model takes.
  static func channels(_ image: Tensor, of model: any Model) -> StageFault {
    channels(image.shape[1], model.imageShape[0], model: model.name)
  }

  static func channels(_ found: Int, _ expected: Int, model: String) -> StageFault {
    func words(_ count: Int) -> String {
      count == 3 ? "3 channels (RGB)" : count == 1 ? "1 channel (gray)" : "\(count) channels"
    }
    let hint =
      switch (found, expected) {
      case (3, 1): "; read it with \"colour\": \"gray\""
      case (1, 3): "; read it with \"colour\": \"rgb\""
      default: ""
      }
    return .other(
      "model '\(model)' takes images of \(words(expected)), found \(words(found))\(hint)")
  }
}
