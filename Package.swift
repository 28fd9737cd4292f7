// swift-tools-version: 6.2
import PackageDescription

/// Settings of every Swift target. CI sets PIPELINEKIT_STRICT so that a warning fails its build; a user's compiler, newer
/// than ours, may warn of more and must still build.
let swiftSettings: [SwiftSetting] =
  Context.environment["PIPELINEKIT_STRICT"] == nil ? [] : [.treatAllWarnings(as: .error)]
let cSettings: [CSetting] =
  Context.environment["PIPELINEKIT_STRICT"] == nil ? [] : [.treatAllWarnings(as: .error)]

func module(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: swiftSettings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(
    name: name + "Tests", dependencies: [.init(stringLiteral: name), "TestSupport"] + dependencies,
    swiftSettings: swiftSettings)
}

let package = Package(
  name: "PipelineKit",
  products: [
    .executable(name: "runner", targets: ["Runner"]),
    .executable(name: "benchmarks", targets: ["Benchmarks"]),
    .library(
      name: "PipelineKit", targets: ["PipelineKit", "Stages", "NoiseEstimators", "Training", "Images", "Tensors"]),
  ],
  dependencies: [
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
  ],
  targets: [
    // Libraries of the system, each imported by one file.
    .systemLibrary(name: "CLibPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
    .systemLibrary(name: "CLibJPEG", pkgConfig: "libjpeg", providers: [.apt(["libjpeg-dev"])]),
    .systemLibrary(
      name: "CLibSentencePiece", pkgConfig: "sentencepiece", providers: [.apt(["libsentencepiece-dev"])]),
    .systemLibrary(name: "CLibZ", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CLibCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),

    // C and C++ of our own.
    .target(name: "CKernels", cSettings: cSettings),
    .target(name: "CPNG", dependencies: ["CLibPNG", "CLibZ"], cSettings: cSettings),
    .target(name: "CJPEG", dependencies: ["CLibJPEG"], cSettings: cSettings),
    .target(name: "CPeak", cSettings: cSettings),
    .target(
      name: "CSentencePiece", dependencies: ["CLibSentencePiece"],
      linkerSettings: [.linkedLibrary("stdc++")]),

    module("Tensors", ["CKernels"]),
    module("Images", ["Tensors", "CPNG", "CJPEG"]),
    module("PipelineKit", ["Tensors", "Yams", .product(name: "Logging", package: "swift-log")]),
    module("Inference", ["Tensors", "CSentencePiece", "CLibCrypto"]),
    module("Stages", ["PipelineKit", "Images", "Tensors"]),
    module("NoiseEstimators", ["PipelineKit", "Inference", "Tensors"]),
    module("PipelineTesting", ["NoiseEstimators", "PipelineKit", "Images", "Tensors"]),
    module("Training", ["NoiseEstimators", "Stages", "PipelineKit", "Inference", "Images", "Tensors", "CLibZ"]),
    .executableTarget(
      name: "Runner",
      dependencies: [
        "PipelineKit", "Stages", "NoiseEstimators", "Training", "Inference", "Images", "Tensors",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ], swiftSettings: swiftSettings),
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "Training", "Inference", "Images", "Tensors", "CPeak",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: swiftSettings),

    .target(name: "TestSupport", dependencies: ["Tensors"], path: "Tests/Support", swiftSettings: swiftSettings),
    tests("Tensors", []),
    tests("Images", ["Tensors"]),
    tests("PipelineKit", ["Tensors"]),
    tests("Inference", ["Tensors"]),
    tests("Stages", ["PipelineKit", "Images", "Tensors", .product(name: "Logging", package: "swift-log")]),
    tests("Benchmarks", ["Inference", "Images", "Tensors"]),
    tests("NoiseEstimators", ["PipelineKit", "Stages", "Inference", "Images", "Tensors"]),
    tests("PipelineTesting", ["PipelineKit", "NoiseEstimators", "Stages", "Images", "Tensors"]),
    tests("Training", ["PipelineKit", "Stages", "NoiseEstimators", "Inference", "Images", "Tensors"]),
    tests("Runner", ["PipelineKit", "Stages", "NoiseEstimators", "Inference", "Images", "Tensors"]),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)
