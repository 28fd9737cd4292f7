// swift-tools-version: 6.2
import PackageDescription

// A package of its own that builds on PipelineKit. Yours would name it by its address and a version in place of a path.
let package = Package(
  name: "Illusions",
  products: [.library(name: "Illusions", targets: ["Illusions"])],
  dependencies: [.package(name: "PipelineKit", path: "..")],
  targets: [
    .target(
      name: "Illusions",
      dependencies: [
        .product(name: "PipelineStages", package: "PipelineKit"),
        .product(name: "PipelineModels", package: "PipelineKit"),
      ]),
    .executableTarget(
      name: "studio",
      dependencies: [
        "Illusions", .product(name: "PipelineCommands", package: "PipelineKit"),
      ]),
    .testTarget(
      name: "IllusionsTests",
      dependencies: ["Illusions", .product(name: "PipelineTesting", package: "PipelineKit")]),
  ],
  swiftLanguageModes: [.v6])
