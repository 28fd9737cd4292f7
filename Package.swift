// swift-tools-version: 6.2
import PackageDescription

/// Settings of every Swift target. CI sets PIPELINEKIT_STRICT so that a warning fails its build; a user's compiler, newer
/// than ours, may warn of more and must still build.
let testSettings: [SwiftSetting] =
  ["ExistentialAny", "MemberImportVisibility"].map { .enableUpcomingFeature($0) }
  + (Context.environment["PIPELINEKIT_STRICT"] == nil ? [] : [.treatAllWarnings(as: .error)])
/// A module that others import says which of its own imports they need, too.
let swiftSettings = testSettings + [.enableUpcomingFeature("InternalImportsByDefault")]
let cSettings: [CSetting] =
  Context.environment["PIPELINEKIT_STRICT"] == nil ? [] : [.treatAllWarnings(as: .error)]
/// `make` sets PIPELINEKIT_STATIC: the program holds Swift's libraries, and runs where Swift isn't installed. Unlike the
/// option `--static-swift-stdlib` this changes no object file, so program and tests come out of one build. The libraries
/// are those on which Foundation stands, which the linker otherwise learns from object files.
let staticLinking: [LinkerSetting] =
  Context.environment["PIPELINEKIT_STATIC"] == nil
  ? []
  : [.unsafeFlags(["-static-stdlib"])]
    + ["CoreFoundation", "_FoundationICU", "_FoundationCollections", "_FoundationCShims"].map { .linkedLibrary($0) }

func module(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: swiftSettings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(
    name: name + "Tests", dependencies: [.init(stringLiteral: name), "TestSupport"] + dependencies,
    swiftSettings: testSettings)
}

let package = Package(
  name: "PipelineKit",
  products: [
    .executable(name: "runner", targets: ["Runner"]),
    .executable(name: "benchmarks", targets: ["Benchmarks"]),
    // The graph alone: files, ports, checking, running. No image and no network.
    .library(name: "PipelineKit", targets: ["PipelineKit", "Tensors", "Basics"]),
    // Pictures, noise, samplers, filters, views.
    .library(name: "PipelineStages", targets: ["PipelineStages", "Images"]),
    // Networks and the stages that run them.
    .library(name: "PipelineModels", targets: ["PipelineModels", "Inference"]),
    // Recipes, runs, data.
    .library(name: "PipelineTraining", targets: ["PipelineTraining"]),
    // Models that are served elsewhere, by the Open Inference Protocol.
    .library(name: "OpenInference", targets: ["OpenInference"]),
    // The whole command line, with a package's own stages and models.
    .library(name: "PipelineCommands", targets: ["PipelineCommands"]),
    // For tests of stages, models and files.
    .library(name: "PipelineTesting", targets: ["PipelineTesting"]),
  ],
  dependencies: [
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    // For OpenInference and ModelServer.
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
    .package(url: "https://github.com/grpc/grpc-swift-2", from: "2.4.3"),
    .package(url: "https://github.com/grpc/grpc-swift-protobuf", from: "2.4.1"),
    .package(url: "https://github.com/grpc/grpc-swift-nio-transport", from: "2.9.2"),
    // For ModelServer alone.
    .package(url: "https://github.com/apple/swift-nio-http2", from: "1.46.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    // Libraries of the system, each imported by one file.
    .systemLibrary(name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
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
    .target(name: "CSpawn", cSettings: cSettings),
    .target(name: "CMPI", cSettings: cSettings),
    .target(name: "CLandlock", cSettings: cSettings),
    .target(
      name: "CSentencePiece", dependencies: ["CLibSentencePiece"],
      linkerSettings: [.linkedLibrary("stdc++")]),

    module("Basics", ["CSpawn"]),
    module("Tensors", ["Basics", "CKernels", "COpenBLAS"]),
    module("Images", ["Basics", "Tensors", "CPNG", "CJPEG"]),
    module("PipelineKit", ["Basics", "Tensors", "Yams", .product(name: "Logging", package: "swift-log")]),
    module("Inference", ["Basics", "Tensors", "CSentencePiece", "CLibCrypto"]),
    module(
      "PipelineStages",
      ["PipelineKit", "Images", "Basics", "Tensors", .product(name: "Logging", package: "swift-log")]),
    module(
      "PipelineModels",
      [
        "PipelineStages", "PipelineKit", "Inference", "Basics", "Tensors",
        .product(name: "Logging", package: "swift-log"),
      ]),
    module(
      "OpenInference",
      [
        "PipelineModels", "PipelineKit", "Basics", "Tensors", .product(name: "Logging", package: "swift-log"),
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"), .product(name: "NIOFoundationCompat", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "SwiftProtobuf", package: "swift-protobuf"),
        .product(name: "GRPCCore", package: "grpc-swift-2"),
        .product(name: "GRPCProtobuf", package: "grpc-swift-protobuf"),
        .product(name: "GRPCNIOTransportHTTP2Posix", package: "grpc-swift-nio-transport"),
      ]),
    module(
      "ModelServer",
      [
        "OpenInference", "PipelineCommands", "PipelineModels", "PipelineKit", "Basics", "Tensors",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "HummingbirdTLS", package: "hummingbird"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Metrics", package: "swift-metrics"), .product(name: "CoreMetrics", package: "swift-metrics"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHPACK", package: "swift-nio-http2"), .product(name: "NIOHTTP2", package: "swift-nio-http2"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "SwiftProtobuf", package: "swift-protobuf"),
        .product(name: "GRPCCore", package: "grpc-swift-2"),
        .product(name: "GRPCNIOTransportHTTP2Posix", package: "grpc-swift-nio-transport"),
      ]),
    module("PipelineTesting", ["PipelineModels", "PipelineStages", "PipelineKit", "Images", "Basics", "Tensors"]),
    module(
      "PipelineTraining",
      ["PipelineModels", "PipelineStages", "PipelineKit", "Inference", "Images", "Basics", "Tensors", "CLibZ", "CMPI"]),
    module(
      "PipelineCommands",
      [
        "PipelineKit", "PipelineStages", "PipelineModels", "PipelineTraining", "Inference", "Images", "Basics",
        "Tensors", "CLandlock", .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ]),
    .executableTarget(
      name: "Runner", dependencies: ["PipelineCommands", "OpenInference", "ModelServer"],
      swiftSettings: swiftSettings, linkerSettings: staticLinking),
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "PipelineTraining", "Inference", "Images", "Basics", "Tensors", "CPeak",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: swiftSettings),

    .target(
      name: "TestSupport", dependencies: ["Basics", "Tensors"], path: "Tests/Support", swiftSettings: swiftSettings),
    .target(
      name: "TestServers",
      dependencies: [
        .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "NIOHPACK", package: "swift-nio-http2"), .product(name: "NIOHTTP2", package: "swift-nio-http2"),
      ], path: "Tests/Servers", swiftSettings: swiftSettings),
    tests("Basics", ["Tensors"]),
    tests("Tensors", ["Basics"]),
    tests("Images", ["Basics", "Tensors"]),
    tests("PipelineKit", ["PipelineTesting", "Basics", "Tensors"]),
    tests("Inference", ["Basics", "Tensors"]),
    tests(
      "PipelineStages",
      [
        "PipelineTesting", "PipelineKit", "Images", "Basics", "Tensors",
        .product(name: "Logging", package: "swift-log"),
      ]),
    tests("Benchmarks", ["Inference", "Images", "Basics", "Tensors"]),
    tests(
      "PipelineModels",
      ["PipelineTesting", "PipelineKit", "PipelineStages", "Inference", "Images", "Basics", "Tensors"]),
    tests(
      "OpenInference", ["TestServers", "PipelineTesting", "PipelineKit", "PipelineModels", "Basics", "Tensors"]),
    tests(
      "ModelServer",
      [
        "OpenInference", "PipelineTesting", "PipelineKit", "PipelineModels", "Tensors",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "GRPCCore", package: "grpc-swift-2"),
        .product(name: "GRPCNIOTransportHTTP2Posix", package: "grpc-swift-nio-transport"),
        .product(name: "SwiftProtobuf", package: "swift-protobuf"), .product(name: "Metrics", package: "swift-metrics"),
      ]),
    tests("PipelineTesting", ["PipelineKit", "PipelineModels", "PipelineStages", "Images", "Basics", "Tensors"]),
    tests(
      "PipelineTraining",
      [
        "PipelineTesting", "PipelineKit", "PipelineStages", "PipelineModels", "Inference", "Images", "Basics",
        "Tensors",
      ]),
    .testTarget(
      name: "DocumentationTests",
      dependencies: [
        "TestSupport", "PipelineTesting", "PipelineKit", "PipelineStages", "PipelineModels", "PipelineTraining",
        "Tensors",
      ], swiftSettings: testSettings),
    .testTarget(
      // They run the program, which is built with all tests; linked into them, it would make them static, too.
      name: "RunnerTests",
      dependencies: [
        "PipelineCommands", "TestServers", "TestSupport", "PipelineKit", "PipelineStages", "PipelineModels",
        "Inference", "Images", "Basics", "Tensors",
      ], swiftSettings: testSettings),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)

// The fuzzer needs the instrumentation of `make fuzz` in all modules, so ordinary builds have no such target.
if Context.environment["PIPELINEKIT_FUZZ"] != nil {
  package.targets += [
    .target(name: "CFuzzer", path: "Fuzzing/CFuzzer"),
    .executableTarget(
      name: "Fuzz",
      dependencies: [
        "CFuzzer", "CPNG", "PipelineTraining", "PipelineModels", "PipelineKit", "Inference", "Images", "Basics",
        "Tensors",
      ], path: "Fuzzing/Fuzz", swiftSettings: swiftSettings),
  ]
}

// `make sanitize SHORT=1` builds the modules that stand on our C code, and their tests, alone.
if Context.environment["PIPELINEKIT_LOWER"] != nil {
  let modules = ["Basics", "Tensors", "Images", "Inference"]
  let kept = Set(modules + modules.map { $0 + "Tests" } + ["TestSupport"])
  package.targets.removeAll { !kept.contains($0.name) && !$0.name.hasPrefix("C") }
  package.products = []
}
