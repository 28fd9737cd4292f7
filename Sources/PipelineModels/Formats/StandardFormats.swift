public import PipelineKit

extension ModelFormats {
  /// The families of models in this package.
  public static let standard = ModelFormats([DeepFloydFormat.self, DigitFormat.self])

  /// Those, and the ones that a registry adds.
  public static func with(_ registry: Registry?) -> ModelFormats {
    var formats = standard
    formats.add(registry?.formats.all ?? [])
    return formats
  }
}
