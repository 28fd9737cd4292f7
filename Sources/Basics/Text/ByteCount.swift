/// Numbers of bytes as people write and read them.
public enum ByteCount {
  private static let units: [(name: String, bytes: Double)] = [
    ("TB", 1e12), ("GB", 1e9), ("MB", 1e6), ("kB", 1e3),
  ]

  /// The number in words, with two or three digits: `8 GB`, `1.5 MB`, `12 bytes`.
  public static func text(_ bytes: Int) -> String { text(Double(bytes)) }

  /// The number in words, with two or three digits.
  public static func text(_ bytes: Double) -> String {
    guard let unit = units.first(where: { bytes >= 0.9995 * $0.bytes }) else { return "\(Int(bytes)) bytes" }
    let number = bytes / unit.bytes
    let digits = number < 9.995 ? 100.0 : number < 99.95 ? 10 : 1
    let rounded = (number * digits).rounded() / digits
    return rounded == rounded.rounded() ? "\(Int(rounded)) \(unit.name)" : "\(rounded) \(unit.name)"
  }

  /// Reads a number of bytes: `8GB`, `8G`, `500 MB`, `1.5TB`, `2GiB` (2³¹), `4096`. Nil for anything else, and for numbers
  /// below 1 or beyond 2⁶².
  public static func parse(_ text: String) -> Int? {
    let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let unit = text.dropFirst(number.count).drop { $0 == " " }.lowercased()
    let powers = ["": 0, "b": 0, "k": 1, "m": 2, "g": 3, "t": 4]
    let isBinary = unit.hasSuffix("ib")
    let letter = isBinary ? unit.dropLast(2) : unit.count == 2 && unit.hasSuffix("b") ? unit.dropLast() : unit[...]
    guard let power = powers[String(letter)], !isBinary || power > 0, let value = Double(number) else { return nil }
    let bytes = (0..<power).reduce(value) { result, _ in result * (isBinary ? 1024 : 1000) }
    return bytes >= 1 && bytes <= 0x1p62 ? Int(bytes) : nil
  }
}
