import Basics
import Foundation
import Images
import Tensors

/// The pictures of a folder by name, each with the file of its captions. Pictures are recognised by content, whatever
/// their extension. A picture that can't be read or has no captions is an error; other ignored files give a warning.
struct CaptionedFolder {
  /// In the order of their names.
  let pictures: [(picture: String, captions: String)]
  let warnings: [String]

  /// Extensions of pictures that can be read, and of pictures that can't.
  private static let readable: Set = ["png", "jpg", "jpeg", "jpe", "jfif", "pjpeg", "pjp"]
  private static let unreadable: Set = [
    "apng", "avif", "bmp", "dng", "gif", "heic", "heif", "ico", "jp2", "jxl", "psd", "svg", "tga", "tif", "tiff",
    "webp",
  ]

  private struct Entry {
    let name: String
    /// The name up to its last dot, and the extension in lower case.
    let stem: ExactName
    let ending: String
    let kind: PictureKind

    init(_ name: String, _ kind: PictureKind) {
      let dot = name.lastIndex(of: ".") ?? name.endIndex
      (self.name, self.kind) = (name, kind)
      (stem, ending) = (ExactName(String(name[..<dot])), name[dot...].dropFirst().lowercased())
    }

    var isCaptions: Bool { ending == "txt" && kind != .readable }
    /// Whether the file is read as a picture; if it isn't one, the reader reports that.
    var isPicture: Bool {
      switch kind {
      case .readable: true
      case .unreadable: false
      case .other: CaptionedFolder.readable.contains(ending)
      }
    }
    /// The format of a picture that can't be read; nil for other files.
    var problem: String? {
      switch kind {
      case .readable: nil
      case .unreadable(let what): what
      case .other(let what): CaptionedFolder.unreadable.contains(ending) ? what : nil
      }
    }
  }

  init(_ folder: String) throws {
    guard let type = FileType(folder) else { throw FileFault.missing(path: folder) }
    guard type == .folder else { throw CaptionedPicturesFault.notAFolder(path: folder) }
    let names = try Self.names(in: folder)
    let folders = names.filter { FileSystem.isFolder("\(folder)/\($0)") }
    let entries = try names.filter { !FileSystem.isFolder("\(folder)/\($0)") }.map { name in
      Entry(name, PictureKind(start: try Self.start("\(folder)/\(name)")))
    }
    let pictures = entries.filter(\.isPicture)
    for picture in pictures { try Self.requireFile("\(folder)/\(picture.name)", "a PNG or JPEG picture") }
    let captions = Dictionary(grouping: entries.filter(\.isCaptions), by: \.stem)
    let stems = Dictionary(grouping: pictures, by: \.stem)
    var warnings: [String] = []
    for entry in entries where !entry.isCaptions && !entry.isPicture {
      guard let what = entry.problem else { continue }
      let path = "\(folder)/\(entry.name)"
      guard let other = stems[entry.stem]?.first else {
        throw CaptionedPicturesFault.unreadable(path: path, what: what, hasCaption: captions[entry.stem] != nil)
      }
      warnings.append("\(path): is \(what) and not read; \(other.name) is")
    }
    guard !pictures.isEmpty else { throw CaptionedPicturesFault.none(folder: folder, folders: folders) }
    self.pictures = try pictures.map { picture in
      let expected = "\(folder)/\(picture.stem).txt"
      // `.txt` is preferred to `.TXT`, which is sorted before it.
      guard let found = captions[picture.stem]?.last else {
        throw CaptionedPicturesFault.noCaption(
          picture: "\(folder)/\(picture.name)", expected: expected, unread: names.first(where: Self.isTable))
      }
      try Self.requireFile("\(folder)/\(found.name)", "a file of captions")
      return ("\(folder)/\(picture.name)", "\(folder)/\(found.name)")
    }
    for (stem, same) in stems.sorted(by: { $0.key.text < $1.key.text }) where same.count > 1 {
      warnings.append(
        "\(folder): \(listed(same.map(\.name))) have the same name except for the ending, and share the captions of \(stem).txt"
      )
    }
    for (stem, files) in captions.sorted(by: { $0.key.text < $1.key.text }) where stems[stem] == nil {
      warnings.append("\(folder)/\(files[0].name): there is no picture of this name; the captions are not used")
    }
    let full = try folders.filter { inner in
      try Self.names(in: "\(folder)/\(inner)").contains {
        Self.readable.union(Self.unreadable).contains($0.split(separator: ".").last?.lowercased() ?? "")
      }
    }
    if !full.isEmpty {
      warnings.append("\(folder): the pictures of the folders in it (\(listed(full))) aren't read")
    }
    self.warnings = warnings
  }

  /// Whether a file holds the captions of many pictures, in the layout of Hugging Face's imagefolder.
  private static func isTable(_ name: String) -> Bool {
    ["metadata.jsonl", "metadata.csv", "metadata.parquet"].contains(name)
  }

  /// The names in a folder that aren't hidden, sorted.
  private static func names(in folder: String) throws -> [String] {
    try FileSystem.names(in: folder).filter { $0.utf8.first != UInt8(ascii: ".") }
  }

  /// Throws for a pipe or a device, which may block a reader.
  private static func requireFile(_ path: String, _ expected: String) throws {
    switch FileType(path) {
    case .pipe: throw CaptionedPicturesFault.notAFile(path: path, expected: expected, found: "a pipe")
    case .socket, .other: throw CaptionedPicturesFault.notAFile(path: path, expected: expected, found: "a device")
    case .file, .folder, nil: break
    }
  }

  /// The first bytes of a file; empty if it is no file.
  private static func start(_ path: String) throws -> [UInt8] {
    guard FileType(path) == .file else { return [] }
    let file = try OpenFile(path: path)
    return try file.read(0..<min(file.size, PictureKind.length))
  }
}
