public import PipelineKit

extension ModelFormats {
  /// The model formats of this package.
  public static let standard = ModelFormats([DeepFloydFormat.self, DigitFormat.self])

  /// The model formats of this package, and those that a registry adds.
  public static func with(_ registry: Registry?) -> ModelFormats {
    var formats = standard
    formats.add(registry?.formats.all ?? [])
    return formats
  }
}
