import Basics

/// Where a pipeline finds what it reads.
public struct ReadRules: Sendable {
  /// Folders to look in for what a file names by a relative path and is not in its own folder: a file that was copied away
  /// from its parts and pictures still finds them.
  public var searched: [String]

  /// - Parameter searched: such folders, the first that has a file first.
  public init(searched: [String] = []) { self.searched = searched }

  /// The folder that the path `text` of a file in `folder` starts from.
  func folder(of text: String, besides folder: String) -> String {
    if searched.isEmpty || text.isEmpty || FileName.isAbsolute(text) { return folder }
    return ([folder] + searched).first { FileSystem.exists(Path(text, base: $0).resolved) } ?? folder
  }
}

/// Where the relative paths start that a stage gets.
package struct PathPlaces: Sendable {
  var reading = ReadRules()
  /// Those to write; the working directory where it is empty.
  var outputFolder: String
  /// How files to write are named.
  var naming: (@Sendable (String) -> String)?

  package init(
    reading: ReadRules = ReadRules(), outputFolder: String, naming: (@Sendable (String) -> String)? = nil
  ) {
    (self.reading, self.outputFolder, self.naming) = (reading, outputFolder, naming)
  }

  init(_ reading: ReadRules, _ rules: WriteRules) {
    self.init(reading: reading, outputFolder: rules.folder, naming: rules.naming)
  }
}
