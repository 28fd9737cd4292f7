import Basics
import Foundation
import PipelineKit
import Tensors

/// Where the data of a recipe lies.
public enum DataFolder {
  /// Data sets that recipes call by their names: MNIST, which `runner fetch` gets, and the drawings that
  /// `Scripts/train_mini_if.py` makes. They lie in the working directory, wherever the recipe is.
  private static let names = ["mnist", "drawn"]

  /// The folder of a data set that has a name, from the working directory.
  public static func named(_ name: String) -> String { "data/\(name)" }

  /// The folder that a recipe's `folder` means: one that is there, or that of the data set of this name.
  static func path(_ location: Path) -> String {
    let path = location.resolved
    return names.contains(location.text) && !FileSystem.exists(path) ? named(location.text) : path
  }
}
