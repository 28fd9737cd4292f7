import Foundation
import Tensors

/// The shape of a `DigitUNet` or `DigitClassifier`, and what it was trained for: the `config.json` of a model's
/// folder.
public struct DigitConfiguration: Sendable, Equatable {
  /// The networks, by their class names in `config.json`.
  public enum Network: String, Sendable, CaseIterable {
    /// The `DigitUNet`, a denoiser or an estimator of noise.
    case unet = "DigitUNet"
    /// The `DigitClassifier`.
    case classifier = "DigitClassifier"
  }

  /// The network that this describes.
  public let kind: Network
  /// D, the channels at full resolution.
  public let channels: Int
  /// Whether the network takes the time, as an estimator of noise does.
  public let takesTime: Bool
  /// The number of classes that the network is conditioned on or distinguishes; nil where it has no classes.
  public let classes: Int?
  /// The values of black and white for the network, −1…1.
  public let black, white: Double
  /// Standard deviation of the noise that a denoiser was trained with; nil for an estimator.
  public let sigma: Double?

  /// Makes a configuration; nothing is checked.
  public init(
    _ kind: Network = .unet, channels: Int, takesTime: Bool = false, classes: Int? = nil, black: Double = -1,
    white: Double = 1, sigma: Double? = nil
  ) {
    self.kind = kind
    (self.channels, self.takesTime, self.classes) = (channels, takesTime, classes)
    (self.black, self.white, self.sigma) = (black, white, sigma)
  }

  /// The class name that a `DigitUNet`'s `config.json` carries.
  public static let className = Network.unet.rawValue

  /// Reads a `config.json`. Throws for unknown options and unsupported values.
  public init(path: String) throws {
    var option = try Options(path: path)
    let name = option.className ?? Self.className
    guard let kind = Network(rawValue: name) else {
      throw ConfigurationFault.unsupported(
        path: path, option: "_class_name", value: "\"\(name)\"",
        supported: Network.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", "))
    }
    self.kind = kind
    channels = try option("channels", .integer(1...1024))
    takesTime = try option("takes_time", .flag, default: false)
    classes = try option("classes", OptionKind.integer(1...1000).optional, default: nil)
    black = try option("black", .number(-1...1), default: -1)
    white = try option("white", .number(-1...1), default: 1)
    sigma = try option("sigma", OptionKind.number(0...1000).optional, default: nil)
    try option.finish()
    guard kind == .unet || classes != nil && !takesTime && sigma == nil else {
      throw ConfigurationFault.inconsistent(path: path, "a classifier has 'classes', and neither time nor 'sigma'")
    }
    guard black < white else {
      throw ConfigurationFault.inconsistent(path: path, "'black' (\(black)) should be below 'white' (\(white))")
    }
  }

  /// The text of a `config.json` for this configuration.
  public var json: String {
    var lines = ["\"_class_name\": \"\(kind.rawValue)\"", "\"channels\": \(channels)", "\"takes_time\": \(takesTime)"]
    lines.append("\"classes\": \(classes.map(String.init) ?? "null")")
    lines.append("\"black\": \(black)")
    lines.append("\"white\": \(white)")
    lines.append("\"sigma\": \(sigma.map { "\($0)" } ?? "null")")
    return "{\n" + lines.map { "  " + $0 }.joined(separator: ",\n") + "\n}\n"
  }
}
