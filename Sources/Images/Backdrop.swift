/// What lies behind the transparent parts of a picture that is read.
public enum Backdrop: Sendable {
  /// Paper: pictures are shown so.
  case white
  /// Nothing: masks are read so, as what is transparent has no part in them.
  case black

  var value: Double { self == .white ? 1 : -1 }
}
