/// What `body` throws, as a user reads it; the empty text where it throws nothing.
public func faultText(_ body: () throws -> Any) -> String {
  do {
    _ = try body()
    return ""
  } catch { return "\(error)" }
}
