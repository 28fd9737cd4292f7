/// The colour behind the transparent parts of a picture that is read.
public enum Backdrop: Sendable {
  /// White, as paper: for pictures.
  case white
  /// Black: for masks, where transparent parts do not belong to the mask.
  case black

  var value: Double { self == .white ? 1 : -1 }
}
