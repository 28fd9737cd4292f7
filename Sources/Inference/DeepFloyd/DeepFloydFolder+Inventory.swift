import Basics
import Tensors

extension DeepFloydFolder {
  /// The files of one component of a model.
  package struct Component: Sendable {
    /// Its folder's name.
    package let name: String
    /// The paths of its files that are there.
    package let files: [String]
    /// The number of its weights; nil if it has none, or they are not complete.
    package let weights: Int?
    /// The files that it lacks, from the model's folder.
    package let missing: [String]
  }

  /// What is there of the model in a folder and what is missing, component by component; also where a download isn't
  /// complete. Nil for a folder of another pipeline than DeepFloyd's. Only headers of weights are read.
  package static func inventory(_ path: String) -> [Component]? {
    var present = ["unet", "text_encoder", "tokenizer", "scheduler"]
    let index = path + "/model_index.json"
    let hasIndex = FileSystem.exists(index)
    if hasIndex, case .object(let components)? = try? JSONValue(file: index) {
      guard case .string(let pipeline)? = components["_class_name"], pipeline.hasPrefix("IF") else { return nil }
      present = (present + ["image_noising_scheduler"]).filter { name in
        components[name].map { $0 != .null && $0 != .list([.null, .null]) } ?? false
          || textComponents.contains(name) && hasText(path)
      }
    }
    let parts = present.map { name in
      switch name {
      case "unet": network(name, "diffusion_pytorch_model", in: path)
      case "text_encoder": network(name, "model", in: path)
      case "tokenizer": plain(name, "spiece.model", in: path)
      default: plain(name, "scheduler_config.json", in: path)
      }
    }
    let whole = Component(
      name: "index", files: hasIndex ? [index] : [], weights: nil, missing: hasIndex ? [] : ["model_index.json"])
    return parts + (hasIndex ? [] : [whole])
  }

  private static func plain(_ name: String, _ file: String, in path: String) -> Component {
    let file = "\(name)/\(file)"
    let isThere = FileSystem.exists("\(path)/\(file)")
    return Component(
      name: name, files: isThere ? ["\(path)/\(file)"] : [], weights: nil, missing: isThere ? [] : [file])
  }

  private static func network(_ name: String, _ base: String, in path: String) -> Component {
    let folder = "\(path)/\(name)"
    let configuration = plain(name, "config.json", in: path)
    guard let weights = try? WeightFiles(folder: folder, base: base) else {
      let (there, missing) = WeightFiles.remains(folder: folder, base: base)
      return Component(
        name: name, files: configuration.files + there.map { "\(folder)/\($0)" }, weights: nil,
        missing: configuration.missing + missing.map { "\(name)/\($0)" })
    }
    return Component(
      name: name, files: configuration.files + weights.files, weights: try? weights.count(),
      missing: configuration.missing)
  }
}
