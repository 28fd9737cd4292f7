import Foundation
import Images
import Inference
import NoiseEstimators
import PipelineKit
import Stages
import Tensors
import TestSupport
import Testing
import Training

@Suite struct FineTuneTests {
  static func recipe(
    in folder: String, _ replacing: (String, with: String)? = nil, _ arguments: [(name: String, text: String)] = []
  ) throws -> FineTuneRecipe {
    let path = try TinyModel.recipe(in: folder, replacing)
    return try FineTuneRecipe(Settings(path: path, arguments: arguments), path: path)
  }

  static func inFolder(_ body: (String) throws -> Void) throws {
    try withTemporaryFolder { folder in
      try TinyModel.write(to: folder + "/model")
      try FileManager.default.createDirectory(atPath: folder + "/data", withIntermediateDirectories: true)
      try TinyModel.writePictures(to: folder + "/data")
      try body(folder)
    }
  }

  /// A run that is stopped twice ends with the bytes of one that never was; its model is whole, as the source but for the
  /// weights, and those are in the source's precision.
  @Test func resumesToTheSameBytesAndLeavesAModel() throws {
    try Self.inFolder { folder in
      let recipe = try Self.recipe(in: folder)
      try TrainingRun(recipe, folder: folder + "/whole")(resume: false, report: { _ in })
      let stopped = TrainingRun(recipe, folder: folder + "/stopped")
      try stopped(resume: false, limit: 2, report: { _ in })
      try stopped(resume: true, limit: 4, report: { _ in })
      try stopped(resume: true, report: { _ in })
      let weights = "unet/diffusion_pytorch_model.fp16.safetensors"
      for file in ["state.safetensors", "loss.csv", "model/README.md", "model/" + weights] {
        let (a, b) = (
          FileManager.default.contents(atPath: "\(folder)/whole/\(file)"),
          FileManager.default.contents(atPath: "\(folder)/stopped/\(file)")
        )
        #expect(a != nil && a == b, "\(file)")
      }
      for file in [
        "model_index.json", "unet/config.json", "scheduler/scheduler_config.json", "tokenizer/spiece.model",
        "text_encoder/config.json", "text_encoder/model.fp16.safetensors",
      ] {
        #expect(
          FileManager.default.contentsEqual(
            atPath: "\(folder)/model/\(file)", andPath: "\(folder)/whole/model/\(file)"), "\(file)")
      }
      let (old, new) = (
        try SafeTensors(path: "\(folder)/model/\(weights)"), try SafeTensors(path: "\(folder)/whole/model/\(weights)")
      )
      #expect(old.names == new.names)
      for name in new.names {
        #expect(new.type(of: name) == .f16)
        let (before, after) = (try old.tensor(name), try new.tensor(name))
        // What this bias adds to a score is the same for every place: nothing leads to it.
        #expect(before != after || name.hasSuffix("pool.k_proj.bias"), "\(name)")
      }
      _ = try DeepFloydFolder(path: folder + "/whole/model").loadUNet()
      // Another rate is another run, and a folder that has something is no place for a new one.
      #expect(throws: TrainingFault.self) {
        try TrainingRun(Self.recipe(in: folder, nil, [("rate", "0.1")]), folder: folder + "/whole")(
          resume: true, report: { _ in })
      }
      #expect(throws: FineTuneFault.self) {
        try TrainingRun(recipe, folder: folder + "/data")(resume: false, report: { _ in })
      }
    }
  }

  /// A network in memory is the model that its folder is, and prompts that are read together are read as each alone.
  @Test func networksInMemory() throws {
    try withTemporaryFolder { folder in
      try TinyModel.write(to: folder)
      let source = try DeepFloydFolder(path: folder)
      let (loaded, prompts) = (
        try DeepFloydModel(name: "a", directory: source), PromptEncoder(name: "b", directory: source)
      )
      try prompts.read(["a red disc", ""])
      let model = DeepFloydModel(name: "b", network: try source.loadUNet(), prompts: prompts)
      #expect(model.imageShape == loaded.imageShape && model.schedule == loaded.schedule)
      let x = Generator(seed: 1).normal([1, 3, 16, 16])
      for prompt in ["a red disc", "", "a blue disc"] {
        let conditions = try [loaded, model].map { try EncodeText()($0, prompt) }
        #expect(conditions[0] == conditions[1])
        let estimates = try zip([loaded, model], conditions).map {
          try EstimateNoise()($0, image: x, at: Timestep(500), condition: $1)
        }
        #expect(estimates[0] == estimates[1])
      }
    }
  }

  /// Captions and prompts whose ends the model doesn't read are told before the first step.
  @Test func longCaptions() throws {
    try Self.inFolder { folder in
      let red = String(repeating: "red ", count: 76)
      try AtomicFile.write(Array("a disc\n\(red)disc\n".utf8), to: folder + "/data/0.txt")
      try AtomicFile.write(
        Array((0..<9).map { "\(red)\($0)" }.joined(separator: "\n").utf8), to: folder + "/data/1.txt")
      var told: [String] = []
      try TrainingRun(Self.recipe(in: folder), folder: folder + "/run")(
        resume: false, limit: 1,
        report: { event in if case .warning(let notice) = event { told.append(notice) } })
      #expect(told.count == 9)
      #expect(
        told.first == "caption '\(red.prefix(40))…': the model reads 77 tokens of a prompt; not read: 'disc'")
      #expect(told.last == "2 more captions and prompts are longer than what the model reads")
    }
  }

  /// The loss falls.
  @Test func learns() throws {
    try Self.inFolder { folder in
      let recipe = try Self.recipe(in: folder, ("\"epochs\": 2, \"steps\": 3", with: "\"epochs\": 1, \"steps\": 60"))
      var trainer = try Trainer(recipe.task(), recipe.plan, start: recipe.start)
      var losses: [Float] = []
      while !trainer.isDone { losses.append(try trainer.step()) }
      let (first, last) = (losses.prefix(15).reduce(0, +), losses.suffix(15).reduce(0, +))
      #expect(last < 0.7 * first, "\(losses)")
    }
  }

  /// How far from white all of a picture is.
  static func ink(_ picture: Tensor) -> Float {
    var sum: Float = 0
    for value in picture.values { sum += 1 - value }
    return sum
  }

  /// A picture as it is, mirrored, and moved about on white.
  @Test func placesPictures() throws {
    try withTemporaryFolder { folder in
      try TinyModel.writePictures(to: folder, size: 32)
      let plain = try CaptionedPictures(folder: folder, height: 16, width: 16)
      #expect(plain.count == 4 && plain.captions[1] == ["a blue disc", "a photo of a blue disc"])
      let picture = plain.picture(2, Generator(seed: 0))
      let halved = try ImageFile.read(folder + "/2.png").resized(height: 16, width: 16, .area)
      #expect(picture.maximumDifference(from: halved) < 1e-5)
      let mirrored = try CaptionedPictures(folder: folder, height: 16, width: 16, .init(flip: 1))
      #expect(mirrored.picture(2, Generator(seed: 0)).maximumDifference(from: halved.flipped(axis: 3)) < 1e-5)
      let moved = try CaptionedPictures(folder: folder, height: 16, width: 16, .init(shrink: 0.5))
      let (a, b) = (moved.picture(2, Generator(seed: 0)), moved.picture(2, Generator(seed: 1)))
      #expect(a != b)
      // Ink is lost by shrinking alone, and none is made.
      let all = Self.ink(halved)
      for picture in [a, b] {
        let ink = Self.ink(picture)
        #expect(ink < all)
        #expect(ink > all / 2.3)
        #expect(picture.values.max()! < 1.0001)
        #expect(picture.values.min()! > -1.0001)
      }
    }
  }

  /// What is wrong with a folder of pictures, in one line.
  @Test(arguments: [
    ("rm 1.txt", "data/1.png: has no caption; expected data/1.txt, with one or more lines that say what is seen"),
    ("blank 1.txt", "data/1.txt: expected one or more captions, found none"),
    ("marks 1.txt", "data/1.txt: expected one or more captions, found none"),
    ("bytes 1.txt", "data/1.txt:1:2: not a text file: expected UTF-8, found the byte 0xFF"),
    ("wide 1.txt", "data/1.txt:1:1: not a text file in UTF-8: it is UTF-16; save it as UTF-8"),
    (
      "small 1.png",
      "data/1.png: is 10×10; the model makes pictures of 16×16, and learns from none that are smaller"
    ),
    ("text 1.png", "data/1.png: expected a PNG or JPEG picture, found a text that begins with 'hello'"),
    ("none", "data: holds no PNG or JPEG; the pictures of the folders in it ('more') aren't read"),
    ("file", "data: expected a folder of pictures with captions, found a file"),
    ("missing", "data: no such file"),
  ]) func wrongPictures(what: String, expected: String) throws {
    try withTemporaryFolder { folder in
      let (files, data) = (FileManager.default, folder + "/data")
      try files.createDirectory(atPath: data, withIntermediateDirectories: true)
      try TinyModel.writePictures(to: data)
      let parts = what.split(separator: " ").map(String.init)
      let path = data + "/" + (parts.last ?? "")
      switch parts[0] {
      case "rm": try files.removeItem(atPath: path)
      case "blank": try AtomicFile.write(Array("\n  \n".utf8), to: path)
      case "marks": try AtomicFile.write(Array("\u{FEFF}\r\n \u{FEFF}\r".utf8), to: path)
      case "wide": try AtomicFile.write([0xFF, 0xFE, 0x61, 0], to: path)
      case "bytes": try AtomicFile.write([0x61, 0xff, 0x0a], to: path)
      case "small": try ImageFile.write(Tensor([1, 3, 10, 10], repeating: 0), to: path)
      case "text": try AtomicFile.write(Array("hello".utf8), to: path)
      case "none":
        try files.removeItem(atPath: data)
        try files.createDirectory(atPath: data + "/more", withIntermediateDirectories: true)
      default:
        try files.removeItem(atPath: data)
        if what == "file" { try AtomicFile.write([1], to: data) }
      }
      do {
        _ = try CaptionedPictures(folder: data, height: 16, width: 16)
        Issue.record("'\(what)' passed")
      } catch {
        let text = "\(error)".replacingOccurrences(of: folder + "/", with: "")
        #expect(text.hasPrefix(expected) && !text.contains("\n"), "\(text)")
      }
    }
  }

  /// What is a PNG or a JPEG is read, whatever its name; what is passed over is warned of, and what can't be read is an error.
  @Test func foldersAsTheyCome() throws {
    try withTemporaryFolder { folder in
      let (files, data) = (FileManager.default, folder + "/data")
      try files.createDirectory(atPath: data, withIntermediateDirectories: true)
      try TinyModel.writePictures(to: data)
      func told() -> [String] {
        do {
          let pictures = try CaptionedPictures(folder: data, height: 16, width: 16)
          return ["\(pictures.count)"] + pictures.warnings.map { $0.replacingOccurrences(of: folder + "/", with: "") }
        } catch { return ["\(error)".replacingOccurrences(of: folder + "/", with: "")] }
      }
      #expect(told() == ["4"])
      let plain = try CaptionedPictures(folder: data, height: 16, width: 16).digest
      // The same pictures under other endings, in the same order.
      for (old, new) in [("0.png", "0.jfif"), ("1.png", "1.JPE"), ("2.png", "2"), ("3.png", "3.webp")] {
        try files.moveItem(atPath: data + "/" + old, toPath: data + "/" + new)
      }
      try files.moveItem(atPath: data + "/2.txt", toPath: data + "/2.TXT")
      #expect(told() == ["4"])
      #expect(try CaptionedPictures(folder: data, height: 16, width: 16).digest == plain)
      // Files that are no pictures.
      for name in ["draw.py", "notes.md", ".hidden.png", "Thumbs.db"] {
        try AtomicFile.write([0x61], to: data + "/" + name)
      }
      #expect(told() == ["4"])
      try AtomicFile.write(Array("read me".utf8), to: data + "/README.txt")
      let readme = "data/README.txt: there is no picture of this name; the captions are not used"
      #expect(told() == ["4", readme])
      try ImageFile.write(Tensor([1, 3, 20, 20], repeating: 0), to: data + "/0.jpg")
      let twins = "data: '0.jfif', '0.jpg' have one name but for its ending, and share the captions of 0.txt"
      #expect(told() == ["5", twins, readme])
      try ImageFile.write(Tensor([1, 3, 20, 20], repeating: 0), to: data + "/more/5.png")
      let more = "data: the pictures of the folders in it ('more') aren't read"
      #expect(told() == ["5", twins, readme, more])
      // Other formats, by content and by name.
      let formats: [(String, [UInt8], String)] = [
        ("webp", Array("RIFF".utf8) + [9, 0, 0, 0] + Array("WEBPVP8 ".utf8), "a WebP picture"),
        ("gif", Array("GIF89a".utf8), "a GIF"), ("bmp", Array("BM".utf8) + [9, 0, 0, 0], "a Windows bitmap"),
        ("tiff", [0x49, 0x49, 0x2A, 0], "a TIFF"), ("avif", [0, 0, 0, 32] + Array("ftypavif".utf8), "an AVIF picture"),
        ("heic", [0, 0, 0, 32] + Array("ftypheic".utf8), "an HEIC picture"),
        ("JXL", [0xFF, 0x0A], "a JPEG XL picture"),
        ("webp", [], "an empty file"), ("ico", [0, 0, 1, 0], "a file that begins with the bytes 00 00 01 00"),
        // Whatever the name.
        ("dat", Array("GIF89a".utf8), "a GIF"),
      ]
      for (ending, bytes, what) in formats {
        let path = "\(data)/q.\(ending)"
        try AtomicFile.write(bytes, to: path)
        #expect(
          told() == [
            "data/q.\(ending): is \(what), which can't be read; convert it to PNG or JPEG and give it a caption, or remove it"
          ])
        try AtomicFile.write(Array("a thing".utf8), to: data + "/q.txt")
        #expect(
          told() == ["data/q.\(ending): has a caption but is \(what), which can't be read; convert it to PNG or JPEG"])
        try files.copyItem(atPath: data + "/0.jpg", toPath: data + "/q.png")
        #expect(told() == ["6", "data/q.\(ending): is \(what) and not read; q.png is", twins, readme, more])
        for name in [path, data + "/q.txt", data + "/q.png"] { try files.removeItem(atPath: name) }
      }
      try AtomicFile.write(Array("GIF89a".utf8), to: data + "/q.PNG")
      try AtomicFile.write(Array("a thing".utf8), to: data + "/q.txt")
      #expect(told() == ["data/q.PNG: has a caption but is a GIF, which can't be read; convert it to PNG or JPEG"])
    }
  }

  /// What is wrong with a recipe or its model, in one line.
  @Test(arguments: [
    (
      "\"steps\": 3", "\"steps\": 0",
      "recipe.json:6:34: error: 'steps' should be an integer from 1 to 10000000, found 0"
    ),
    (
      "\"weighting\": \"signal-to-noise\"", "\"weighting\": \"snr\"",
      "recipe.json:4:31: error: 'weighting' should be 'equal' or 'signal-to-noise', found 'snr'"
    ),
    (
      "[\"a red disc\"]", "[1]", "recipe.json:8:25: error: 'prompts' should be a list of texts, found a list"
    ),
    ("[\"a red disc\"]", "[]", "recipe.json: 'prompts' should hold a prompt or more"),
    (
      "\"steps\": 3, \"batch\": 3", "\"steps\": 10000000, \"batch\": 65536",
      "recipe.json: 'steps' times 'batch' is 655360000000 pictures an epoch, but 100000000 are the most"
    ),
    (
      "[\"\", \"a photo\"]", "[]", "recipe.json: 'instead' should hold a prompt or more; \"\" is the empty one"
    ),
    (
      "\"flip\"", "\"flop\"",
      "recipe.json:5:47: error: 'data' has no key 'flop'; did you mean 'flip'?"
    ),
    ("./model", "./nothing", "model './nothing': no such folder; expected a folder in the diffusers layout"),
    (
      "./model", "./digits",
      "digits: expected a model of DeepFloyd's stage I to train further; it is a network of digits"
    ),
    (
      "./model", "./enlarger",
      "enlarger: expected a model of DeepFloyd's stage I to train further; it enlarges pictures (stage II)"
    ),
    (
      "./model", "./gray",
      "gray: expected a model of DeepFloyd's stage I to train further; its pictures have 1 channels in place of 3"
    ),
    ("./model", "./strange", "strange/unet/config.json: option 'swirl' (true) is not supported"),
    ("./model", "./data", "data: expected a model in the diffusers layout; 'model_index.json' is missing"),
  ]) func wrongRecipes(what: String, by: String, expected: String) throws {
    try Self.inFolder { folder in
      try TinyModel.write(
        to: folder + "/enlarger", changing: ["class_embed_type": "timestep", "in_channels": 6])
      try TinyModel.write(to: folder + "/gray", changing: ["in_channels": 1, "out_channels": 2])
      try TinyModel.write(to: folder + "/strange", changing: ["swirl": true])
      try AtomicFile.write(Array("{}".utf8), to: folder + "/digits/config.json")
      do {
        _ = try Self.recipe(in: folder, (what, with: by))
        Issue.record("'\(by)' passed")
      } catch {
        let text = "\(error)".replacingOccurrences(of: folder + "/", with: "")
        #expect(text.hasPrefix(expected) && !text.contains("\n"), "\(text)")
      }
    }
  }

  @Test func shipped() throws {
    let path = "\(Fixtures.package)/recipes/fine-tune.json"
    let recipe = try FineTuneRecipe(path: path)
    let task = try recipe.task()
    #expect(recipe.name == "fine-tune" && task.pictures.count >= 20 && task.pictures.height == 64)
    #expect(throws: RecipeFault.self) {
      try FineTuneRecipe(Settings(path: path, arguments: [("batch", "65536")]), path: path)
    }
  }
}
