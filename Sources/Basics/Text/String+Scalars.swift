extension String {
  /// The text of these scalars, in time linear in their number. (Appending to a scalar view may copy it each time.)
  package init(scalars: some Sequence<Unicode.Scalar>) {
    var bytes: [UInt8] = []
    for scalar in scalars { bytes.append(contentsOf: UTF8.encode(scalar)!) }
    self.init(decoding: bytes, as: UTF8.self)
  }
}
