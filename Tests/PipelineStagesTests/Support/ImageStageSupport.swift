import Foundation
import PipelineKit
import Tensors
import TestSupport

/// A picture of the fixtures that the Images tests share.
func picturePath(_ name: String) -> Path { Path(name, base: Fixtures.path("pictures")) }
