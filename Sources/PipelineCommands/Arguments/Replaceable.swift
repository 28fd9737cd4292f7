import Basics

/// Throws where the program can't write the file at `path`, or where it would replace one that is not its own: a command's
/// drawings, sheets and previews are made again without a word, a user's file is not.
///
/// - Parameters:
///   - what: what the command writes there: `a drawing`.
///   - isOurs: whether the file that is there is such a thing.
func requireReplaceable(_ path: String, as what: String, overwrites: Bool, isOurs: () -> Bool) throws {
  if let fault = AtomicFile.obstacle(to: path, named: path) { throw fault }
  if FileSystem.exists(path), !overwrites, !isOurs() {
    throw FileFault.cannotWrite(path: path, reason: "the existing file is not \(what); --overwrite replaces it")
  }
}
