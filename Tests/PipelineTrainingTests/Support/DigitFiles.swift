import Basics
import Foundation
import Tensors
import TestSupport

/// Tiny IDX files for tests.
enum DigitFiles {
  static func idx(_ shape: [Int], _ bytes: [UInt8]) -> [UInt8] {
    [0, 0, 8, UInt8(shape.count)]
      + shape.flatMap { n in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: n >> $0) } } + bytes
  }

  /// Bright bars on black, one place for each label, so that something can be learned of them.
  static func write(_ count: Int, to folder: String, part: String = "train") throws {
    var pixels: [UInt8] = []
    let labels = (0..<count).map { UInt8($0 * 7 % 10) }
    for label in labels {
      for i in 0..<784 { pixels.append(i % 28 / 2 == 2 + Int(label) ? 255 : UInt8(i % 3)) }
    }
    try AtomicFile.write(idx([count, 28, 28], pixels), to: "\(folder)/\(part)-images-idx3-ubyte")
    try AtomicFile.write(idx([count], labels), to: "\(folder)/\(part)-labels-idx1-ubyte")
  }

  /// Pictures of which every other one is black, and the rest white.
  static func writeBlackAndWhite(_ count: Int, to folder: String) throws {
    let pixels = (0..<count * 784).map { UInt8($0 / 784 % 2 * 255) }
    try AtomicFile.write(idx([count, 28, 28], pixels), to: folder + "/train-images-idx3-ubyte")
    try AtomicFile.write(idx([count], (0..<count).map { UInt8($0 % 2) }), to: folder + "/train-labels-idx1-ubyte")
  }

  /// A recipe of a small network on the files in `folder`.
  static func recipe(in folder: String, network: String, objective: String, data: String = "", run: String) throws
    -> String
  {
    let path = folder + "/recipe.json"
    let text = """
      {
        "recipe": "tiny",
        "parameters": { "epochs": 2 },
        "network": { \(network) },
        "objective": { \(objective) },
        "data": { "folder": "."\(data) },
        "run": { "epochs": "$epochs", "batch": 8, "rate": 0.001\(run) }
      }
      """
    try AtomicFile.write(Array(text.utf8), to: path)
    return path
  }

  /// Writes the recipe and state of an earlier version (Tests/Fixtures/training/earlier), which was stopped while its sheet was
  /// made; the recipe here makes none.
  static func writeEarlier(recipe: String, state: String) throws {
    let text = String(
      decoding: try FileFault.contents(of: Fixtures.path("training/earlier/recipe.json")), as: UTF8.self)
    try AtomicFile.write(Array(text.replacing("\"sheets\": [1]", with: "\"sheets\": []").utf8), to: recipe)
    try AtomicFile.write(FileFault.contents(of: Fixtures.path("training/earlier/state.safetensors")), to: state)
  }
}
