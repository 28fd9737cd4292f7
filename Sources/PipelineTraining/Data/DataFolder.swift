import Basics
import Foundation
import PipelineKit
import Tensors

/// The folders of recipes' data.
public enum DataFolder {
  /// Data sets that recipes refer to by name: those that `runner fetch` downloads, and the drawings that
  /// `Scripts/train_mini_if.py` and `Scripts/drawings_idx.py` make. They are in the working directory, wherever the recipe
  /// is.
  private static let names = DataSet.all.map(\.name) + ["drawn", drawings]

  /// Small gray drawings of mini-if's objects, in the format of the MNIST database.
  static let drawings = "drawings"

  /// The folder of the data set with this name, relative to the working directory.
  public static func named(_ name: String) -> String { "data/\(name)" }

  /// The folder that a recipe's `folder` refers to: an existing one, or that of the data set with this name.
  static func path(_ location: Path) -> String {
    let path = location.resolved
    return names.contains(location.text) && !FileSystem.exists(path) ? named(location.text) : path
  }
}
