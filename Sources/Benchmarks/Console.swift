import Foundation

/// The terminal beside standard output.
enum Console {
  /// Writes a line to standard error.
  static func error(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
}
