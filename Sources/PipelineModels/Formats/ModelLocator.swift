public import Basics
import Foundation
import Inference
public import PipelineKit
import Tensors

/// Finds the model that a name or path refers to: an embedded one of that name, else a folder, else one in Hugging
/// Face's cache. `runner models --help` and the manual page tell users this rule.
public enum ModelLocator {
  /// The folders of embedded models that exist, in the order of search: `$PIPELINEKIT_MODELS`, beside an installed
  /// program (`PREFIX/share/pipelinekit/models`), and in the source tree that the program was built from.
  public static func folders(
    environment: [String: String] = FileName.environment
  ) -> [String] {
    var folders: [String] = []
    if let folder = given(environment) { folders.append(folder) }
    let prefix = FileName.folder(of: FileName.folder(of: FileSystem.canonical(program())))
    folders.append(FileName.path("share/pipelinekit/models", in: prefix))
    // Not in a program for others, which has no path of the machine that built it.
    #if !PIPELINEKIT_RELEASE
      folders.append(
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
          .deletingLastPathComponent()
          .deletingLastPathComponent()
          .appendingPathComponent("models").path)
    #endif
    return folders.filter(FileSystem.exists)
  }

  /// The folder in `$PIPELINEKIT_MODELS`; nil if it is not set.
  private static func given(_ environment: [String: String]) -> String? {
    environment["PIPELINEKIT_MODELS"].flatMap { $0.isEmpty ? nil : PathVariables.expanded($0, environment) }
  }

  /// An error message if `$PIPELINEKIT_MODELS` is set but isn't a folder; otherwise nil.
  public static func problem(_ environment: [String: String] = FileName.environment) -> String? {
    guard let folder = given(environment), !FileSystem.isFolder(folder) else { return nil }
    let unknown = PathVariables.unknown(folder)
    return "the environment variable PIPELINEKIT_MODELS names '\(folder)', "
      + (unknown.map { "in which '\($0)' means nothing" } ?? "which is not a folder")
  }

  /// The running program's file. The kernel tells it even if the command was found along PATH.
  private static func program() -> String {
    FileSystem.linkTarget("/proc/self/exe") ?? FileName.arguments.first ?? ""
  }

  /// The embedded models of known families: their names and folders.
  public static func embedded(_ formats: ModelFormats = .standard) -> [(name: String, folder: String)] {
    var models: [(name: String, folder: String)] = []
    for folder in folders() {
      let names = (try? FileSystem.names(in: folder)) ?? []
      for name in names where !models.contains(where: { $0.name == name }) {
        let path = "\(folder)/\(name)"
        if formats.format(of: path) != nil { models.append((name, path)) }
      }
    }
    return models
  }

  /// The folder of Hugging Face's cache, whether it exists or not.
  public static func downloads(environment: [String: String] = FileName.environment) -> String {
    HuggingFaceCache.folder(environment)
  }

  /// The models of known families in Hugging Face's cache: OWNER/NAME and folder.
  public static func downloaded(
    _ formats: ModelFormats = .standard, environment: [String: String] = FileName.environment
  ) -> [(name: String, folder: String)] {
    HuggingFaceCache.models(environment: environment).filter { model in
      guard (try? formats.open(model.folder)) != nil else { return false }
      return (formats.format(of: model.folder)?.parts(of: model.folder) ?? []).allSatisfy(\.missing.isEmpty)
    }
  }

  /// The models in Hugging Face's cache whose download isn't complete: OWNER/NAME, the folder of what is there, or nil where
  /// nothing is yet, and the bytes of files that are on their way. Whether a model of which nothing is there is of a known
  /// family can't be told.
  public static func incomplete(
    _ formats: ModelFormats = .standard, environment: [String: String] = FileName.environment
  ) -> [(name: String, folder: String?, bytes: Int)] {
    let begun = HuggingFaceCache.begun(environment: environment)
    let folders = HuggingFaceCache.models(environment: environment)
    let started = begun.filter { model in !folders.contains { $0.name == model.name } }
    return started.map { ($0.name, nil, $0.bytes) }
      + folders.compactMap { model in
        let parts = formats.format(of: model.folder)?.parts(of: model.folder) ?? []
        if parts.allSatisfy(\.missing.isEmpty) { return nil }
        return (model.name, model.folder, begun.first { $0.name == model.name }?.bytes ?? 0)
      }
  }

  /// The folder of the network in `folder`: for a training run's folder, the model in it.
  public static func network(in folder: String, _ formats: ModelFormats = .standard) -> String {
    // A judge's network isn't a pipeline's model, but it has a configuration too.
    func isNetwork(_ folder: String) -> Bool {
      formats.format(of: folder) != nil || FileSystem.exists(folder + "/config.json")
    }
    return !isNetwork(folder) && isNetwork(folder + "/model") ? folder + "/model" : folder
  }

  /// The folder or file of the model that `path` refers to: an embedded model's name, a folder, or OWNER/NAME in
  /// Hugging Face's cache. For the address of a served model, the address with the folder of its local files. Throws if
  /// there is no such model; no server is asked.
  public static func folder(of path: Path, _ formats: ModelFormats = .standard) throws -> String {
    if ServerAddress.isOne(path.text) { return try located(ServerAddress(path.text), path, formats).text }
    // Don't fall back to a model of the same name elsewhere.
    if !path.text.contains("/"), path.text.isEmpty || FileType(path.resolved) == nil, let problem = problem() {
      throw ModelLocatorFault.noFolder(problem)
    }
    if let model = embedded(formats).first(where: { $0.name == path.text }) { return model.folder }
    if !path.text.isEmpty, let type = FileType(path.resolved) {
      if type != .folder, formats.format(of: path.resolved) == nil {
        throw ModelLocatorFault.notAFolder(path: path.resolved)
      }
      return network(in: path.resolved, formats)
    }
    if FileName.homeReason(path.resolved) != nil { throw FileFault.missing(path: path.resolved) }
    if !path.text.contains("/") {
      throw ModelLocatorFault.unknown(name: path.text, embedded: embedded(formats).map(\.name))
    }
    // In a folder that is there, a folder is meant, unless there is a download of that name.
    let isInFolder = FileType(FileName.folder(of: path.resolved)) == .folder
    do { return try HuggingFaceCache.locate(path.text) } catch ModelFault.unknown(let name, _, false) where isInFolder {
      throw ModelFault.unknown(name: name)
    }
  }

  private static func located(
    _ address: ServerAddress, _ path: Path, _ formats: ModelFormats
  ) throws -> ServerAddress {
    guard formats.format(of: address.text) != nil else {
      throw ModelFormatFault.unknown(path: address.text, known: formats.all.map { $0.summary })
    }
    let local = Path(address.local, base: path.base, origin: path.origin)
    if ServerAddress.isOne(local.text) { throw ModelLocatorFault.unknown(name: local.text, embedded: []) }
    do { return try address.with(local: folder(of: local, formats)) } catch ModelLocatorFault.unknown(let name, _) {
      throw ModelLocatorFault.noLocal(address: address.text, name: name)
    }
  }

  /// The model that `path` refers to, with its configuration read. Throws if there is no such model.
  public static func open(_ path: Path, _ formats: ModelFormats = .standard) throws -> any ModelFormat {
    try formats.open(folder(of: path, formats))
  }
}

/// An error in finding a model.
public enum ModelLocatorFault: Fault {
  /// No model has that name; `embedded` are the names of those that exist.
  case unknown(name: String, embedded: [String])
  /// A served model without local files: there is no model called `name` here.
  case noLocal(address: String, name: String)
  /// The path is a file where a model's folder is expected.
  case notAFolder(path: String)
  /// `$PIPELINEKIT_MODELS` isn't a folder; the value is the message.
  case noFolder(String)

  public var cause: FaultCause {
    switch self {
    case .unknown, .noFolder, .noLocal: .missingInput
    case .notAFolder: .data
    }
  }

  public var description: String {
    switch self {
    case .unknown(let name, let embedded):
      let hint =
        nearest(name, embedded).map { "did you mean '\($0)'?" }
        ?? "expected an embedded one (\(listed(embedded))), a folder in the diffusers layout, or OWNER/NAME of one "
        + "downloaded from Hugging Face"
      return "there is no model '\(name)'; \(hint)"
    case .noFolder(let what): return what
    case .noLocal(let address, let name):
      let separator = address.contains("?") ? "&" : "?"
      return
        "\(address): a served model's schedule and tokenizer come from local files, and there is no model '\(name)' "
        + "here; name the model that has them: \(address)\(separator)local=FOLDER"
    case .notAFolder(let path): return "\(path): expected a model's folder in the diffusers layout, found a file"
    }
  }
}
