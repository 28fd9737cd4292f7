import Inference
import PipelineKit
import PipelineModels
import PipelineStages
import PipelineTesting
import Tensors
import TestSupport
import Testing

/// A network that runs elsewhere: it gives its pictures back.
private struct Elsewhere: Network {
  func callAsFunction(_ batch: NetworkBatch) -> Tensor { batch.sample }
}

/// The stage `estimate` with features that travel along a walk.
@Suite struct EstimateReuseTests {
  /// Five steps on a digit with guidance; `options` are those of both estimates, `guide` those of the guidance.
  private func pipeline(_ options: String, guide: String = "") throws -> Pipeline {
    let text = """
      { "outputs": {"x": "@l"}, "stages": {
        "model": {"stage": "model", "from": "\(Fixtures.path("digits/class"))"},
        "c": {"stage": "label", "model": "@model", "class": 3}, "none": {"stage": "unconditional", "model": "@model"},
        "g": {"stage": "generator", "seed": 1},
        "start": {"stage": "gaussian-noise", "model": "@model", "generator": "@g"},
        "times": {"stage": "timesteps", "model": "@model", "count": 5},
        "l": {"stage": "loop", "each": {"t": "@times"}, "carry": {"x": "@start"}, "body": {
          "with": {"stage": "estimate", "model": "@model", "image": "@x", "at": "@t", "condition": "@c"\(options)},
          "without": {"stage": "estimate", "model": "@model", "image": "@x", "at": "@t", "condition": "@none"\(options)},
          "noise": {"stage": "guide", "conditional": "@with", "unconditional": "@without", "scale": 3\(guide)},
          "s": {"stage": "step", "model": "@model", "image": "@x", "estimate": "@noise", "at": "@t", "method": "ddim"}},
          "next": {"x": "@s"}} } }
      """
    return try Pipeline(text: text, file: "x.json", folder: "/", registry: .standard)
  }

  private func run(
    _ options: String, guide: String = "", plainly: Bool = false
  ) throws -> (x: Tensor, profile: Profile, cost: Double) {
    let pipeline = try pipeline(options, guide: guide)
    let profile = Profile()
    let outputs = try Profile.$current.withValue(profile) { try plainly ? pipeline.runPlainly() : pipeline.run() }
    return (try #require(Tensor(outputs["x"]!)), profile, pipeline.cost.evaluations)
  }

  /// The same walk in Swift, evaluation by evaluation. `isKey` is asked for places in the walk; outside of `guided` there is
  /// no unconditional estimate.
  private func walk(_ reuse: FeatureReuse, isKey: (Int) -> Bool, guided: Range<Int> = 0..<5) throws -> Tensor {
    let model = try LoadModel()(from: Fixtures.path("digits/class"))
    let conditions = [try EncodeLabel()(model, 3), try Unconditional()(model)]
    var x = try GaussianNoise()(for: model, generator: Generator(seed: 1))
    var kept: [KeptFeatures?] = [nil, nil]
    for (index, t) in try Timesteps()(.count(5), model: model).enumerated() {
      let isGuided = guided.contains(index)
      let estimates = try (0..<(isGuided ? 2 : 1)).map { k in
        let part = try EstimateNoise()(
          model, image: x, at: t, condition: conditions[k], reusing: reuse, kept: isKey(index) ? nil : kept[k])
        kept[k] = part.kept
        return part.estimate
      }
      if !isGuided { kept[1] = nil }
      let noise =
        isGuided ? try Guide()(conditional: estimates[0], unconditional: estimates[1], scale: 3) : estimates[0]
      x = try Step()(x, estimate: noise, at: t, model: model, method: DDIM()).image
    }
    return x
  }

  /// Every step a key step is the whole network, to the last bit; so is reuse of nothing.
  @Test func nothing() throws {
    let whole = try run("")
    #expect(whole.profile.evaluations == (10, 5) && whole.profile.wholeEvaluations == 10 && whole.cost == 10)
    for options in [#", "reuse": "deep", "every": 1"#, #", "reuse": "encoder", "every": 1"#, #", "reuse": "none""#] {
      let same = try run(options)
      #expect(same.x == whole.x, "\(options)")
      #expect(same.profile.evaluations == (10, 5) && same.cost == 10, "\(options)")
    }
  }

  /// As the walk in Swift, both estimates in one batch at every step; and the work is what the check says before.
  @Test func parts() throws {
    let folder = try DigitFolder(path: Fixtures.path("digits/class"))
    let whole = try run("").x
    let cases: [(String, FeatureReuse, [Int])] = [
      (#", "reuse": "deep""#, .deep(branches: 1), [0, 2, 4]),
      (#", "reuse": "deep", "branches": 2, "every": 3"#, .deep(branches: 2), [0, 3]),
      (#", "reuse": "encoder", "keys": [0, 1, 3]"#, .encoder, [0, 1, 3]),
    ]
    for (options, reuse, keys) in cases {
      let found = try run(options)
      let expected = try walk(reuse, isKey: keys.contains)
      #expect(found.x.relativeError(to: expected) < 1e-5, "\(options)")
      #expect(found.x.relativeError(to: whole) > 1e-4, "\(options)")
      #expect(found.profile.evaluations == (10, 5), "\(options)")
      let share = DigitUNet.cost(folder.network, reusing: reuse).share
      #expect(abs(found.profile.wholeEvaluations - 2 * (Double(keys.count) + Double(5 - keys.count) * share)) < 1e-9)
      #expect(abs(found.cost - found.profile.wholeEvaluations) < 1e-9, "\(options)")
      #expect(try run(options, plainly: true).x.relativeError(to: expected) < 1e-5, "\(options)")
    }
  }

  /// Outside of the interval of guidance there is no unconditional estimate, and at its start none to take over. The steps are
  /// at 240, 180, 120, 60 and 0.
  @Test func interval() throws {
    let guide = #", "at": "@t", "from": 200, "to": 60"#
    let whole = try run("", guide: guide)
    #expect(whole.profile.evaluations == (8, 5) && whole.cost == 8)
    let all = try walk(.deep(branches: 1), isKey: { _ in true }, guided: 1..<4)
    #expect(whole.x.relativeError(to: all) < 1e-5)
    let found = try run(#", "reuse": "deep", "every": 5"#, guide: guide)
    #expect(found.x.relativeError(to: try walk(.deep(branches: 1), isKey: { $0 == 0 }, guided: 1..<4)) < 1e-5)
    #expect(found.profile.evaluations.count == 8 && abs(found.cost - found.profile.wholeEvaluations) < 1e-9)
    let plain = try run(#", "reuse": "deep", "every": 5"#, guide: guide, plainly: true)
    #expect(plain.x.relativeError(to: found.x) < 1e-5)
  }

  /// Two guidances in one interval share their unconditional estimate, where nothing is reused, however that is said.
  @Test(arguments: ["", #", "reuse": "none""#]) func sharedInAnInterval(options: String) throws {
    let text = """
      { "outputs": {"x": "@l"}, "stages": {
        "model": {"stage": "model", "from": "\(Fixtures.path("digits/class"))"},
        "c": {"stage": "label", "model": "@model", "class": 3}, "none": {"stage": "unconditional", "model": "@model"},
        "d": {"stage": "label", "model": "@model", "class": 5}, "g": {"stage": "generator", "seed": 1},
        "start": {"stage": "gaussian-noise", "model": "@model", "generator": "@g"},
        "times": {"stage": "timesteps", "model": "@model", "count": 5},
        "l": {"stage": "loop", "each": {"t": "@times"}, "carry": {"x": "@start"}, "body": {
          "a": {"stage": "estimate", "model": "@model", "image": "@x", "at": "@t", "condition": "@c"\(options)},
          "b": {"stage": "estimate", "model": "@model", "image": "@x", "at": "@t", "condition": "@d"\(options)},
          "u": {"stage": "estimate", "model": "@model", "image": "@x", "at": "@t", "condition": "@none"\(options)},
          "v": {"stage": "estimate", "model": "@model", "image": "@x", "at": "@t", "condition": "@none"\(options)},
          "m": {"stage": "guide", "conditional": "@a", "unconditional": "@u", "scale": 3, "at": "@t", "from": 200, "to": 60},
          "n": {"stage": "guide", "conditional": "@b", "unconditional": "@v", "scale": 3, "at": "@t", "from": 200, "to": 60},
          "both": {"stage": "average", "inputs": ["@m", "@n"]},
          "s": {"stage": "step", "model": "@model", "image": "@x", "estimate": "@both", "at": "@t", "method": "ddim"}},
          "next": {"x": "@s"}} } }
      """
    let pipeline = try Pipeline(text: text, file: "x.json", folder: "/", registry: .standard)
    let profile = Profile()
    _ = try Profile.$current.withValue(profile) { try pipeline.run() }
    // Two at each of five steps, and one at three of them.
    #expect(profile.evaluations.count == 13 && pipeline.cost.evaluations == 13)
  }

  /// Features that a file passes on by hand are taken; those of another model or size are refused.
  @Test func features() throws {
    let model = try LoadModel()(from: Fixtures.path("digits/class"))
    let x = Generator(seed: 1).normal([1, 1, 28, 28])
    func inputs(_ t: Double, index: Int, _ features: Value? = nil) -> Inputs {
      var values: [String: Value] = [
        "model": .model(model), "image": .image(x), "at": .timestep(Timestep(t, index: index)),
        "reuse": .text("encoder"),
      ]
      values["features"] = features
      return Inputs(values)
    }
    let first = try EstimateNoise().outputs(of: inputs(200, index: 0))
    let features = try #require(first.values["features"])
    let second = try EstimateNoise().outputs(of: inputs(180, index: 1, features))
    let part = try EstimateNoise()(
      model, image: x, at: Timestep(180), reusing: .encoder, kept: Features(features)?.kept)
    #expect(second.values["estimate"].flatMap { Estimate($0) } == part.estimate)
    let other = try LoadModel()(from: Fixtures.path("digits/time"))
    let kept = try #require(Features(features)?.kept)
    #expect(
      faultText { try EstimateNoise().outputs(of: inputs(180, index: 1, .custom(Features(kept, of: other)))) }
        == "'features' are of model '\(Fixtures.path("digits/time"))', the model is '\(model.name)'")
    let two = try EstimateNoise()(
      model, image: Generator(seed: 2).normal([2, 1, 28, 28]), at: Timestep(200), reusing: .encoder, kept: nil)
    #expect(
      faultText { try EstimateNoise().outputs(of: inputs(180, index: 1, .custom(Features(two.kept, of: model)))) }
        == "'features' is 2×1×28×28 but 'image' is 1×1×28×28")
    let set = PictureSet(x)
    #expect(
      faultText { try EstimateNoise()(set, image: x, at: Timestep(5), reusing: .encoder, kept: nil) }
        == "model 'pictures' can't reuse features: its network does not run in parts on this machine; leave out 'reuse'"
    )
  }

  /// A network that runs elsewhere makes whole evaluations only.
  @Test func elsewhere() throws {
    let x = Generator(seed: 1).normal([1, 1, 28, 28])
    let model = try DigitFormat(path: Fixtures.path("digits/time")).load(
      ModelOptions(name: "far"), network: Elsewhere(), source: "far", digest: { "" })
    #expect(try EstimateNoise()(model, image: x, at: Timestep(5)).noise == x)
    #expect(
      faultText { try EstimateNoise()(model, image: x, at: Timestep(5), reusing: .deep(branches: 1), kept: nil) }
        == "model 'far' can't reuse features: its network does not run in parts on this machine; leave out 'reuse'")
  }

  /// The memory that features take is known before the run.
  @Test func memory() throws {
    func memory(_ options: String) throws -> Double { try pipeline(options).cost.memory }
    let (none, deep, encoder) = try (
      memory(""), memory(#", "reuse": "deep""#), memory(#", "reuse": "encoder""#)
    )
    #expect(none < deep && deep < encoder)
  }
}
