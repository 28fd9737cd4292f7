import Foundation
import PipelineKit
import PipelineStages
import PipelineTesting
import Tensors
import TestSupport
import Testing

@Suite struct TimestepSelectionTests {
  /// What make_respacings.py wrote.
  struct Fixture: Decodable {
    struct Spaced: Decodable { var spacing: String, count: Int, timesteps: [Double] }
    struct Linear: Decodable { var count: Int, from: Double, to: Double, betas: [Float], alphasCumprod: [Float] }
    struct Strength: Decodable { var count: Int, strength: Double, timesteps: [Double] }
    var named: [String: [Double]]
    var spaced: [Spaced]
    var linear: [Linear]
    var strength: [Strength]
  }

  let fixture: Fixture
  let schedule = NoiseSchedule(betas: CosineBetas().betas(1000), variance: .learnedRange)

  init() throws {
    fixture = try JSONDecoder().decode(
      Fixture.self, from: Data(contentsOf: URL(fileURLWithPath: Fixtures.path("respacings.json"))))
  }

  @Test func namedWalksAreDiffusers() throws {
    #expect(Set(fixture.named.keys) == Set(Respacing.allCases.map(\.rawValue)))
    for respacing in Respacing.allCases {
      #expect(try schedule.timesteps(sections: respacing.sections) == fixture.named[respacing.rawValue])
    }
  }

  @Test func spacingsAreDiffusers() throws {
    for of in fixture.spaced {
      let spacing = try Methods.spacings.named(of.spacing, in: nil)
      #expect(
        try schedule.timesteps(count: of.count, spacing: spacing) == of.timesteps, "\(of.spacing) \(of.count)")
    }
  }

  @Test func everyCountDescendsOnTheSchedule() throws {
    for name in Methods.spacings.names {
      let spacing = try Methods.spacings.named(name, in: nil)
      for count in 1...1000 {
        let timesteps = try schedule.timesteps(count: count, spacing: spacing)
        #expect(timesteps.count == count)
        #expect(try schedule.timesteps(list: timesteps) == timesteps)
      }
    }
  }

  @Test func strengthKeepsWhatDiffusersKeeps() throws {
    for of in fixture.strength {
      let walk = try Timesteps()(.count(of.count), model: ScheduleModel.cosine, strength: of.strength)
      #expect(walk.map(\.value) == of.timesteps, "\(of.strength) of \(of.count)")
      #expect(walk[0].previous == nil)
      #expect(walk.last?.next == nil)
    }
  }

  @Test func schedulesAreDiffusers() throws {
    for of in fixture.linear {
      let schedule = NoiseSchedule(
        betas: LinearBetas(from: of.from, to: of.to).betas(of.count), variance: .fixedSmall)
      let betas = zip(schedule.betas, of.betas).map { abs($0 - $1) }.max()!
      let alphas = zip(schedule.alphasCumprod, of.alphasCumprod).map { abs($0 - $1) }.max()!
      #expect(betas < 1e-8 && alphas < 1e-7)
    }
    let file = try reference("schedule")
    #expect(schedule.betas == (try file.tensor("betas").values))
    #expect(schedule.alphasCumprod == (try file.tensor("alphas_cumprod").values))
    for count in [1, 10, 27, 50, 100, 1000] {
      let expected = try file.tensor("timesteps.\(count)").values.map(Double.init)
      #expect(try schedule.timesteps(count: count) == expected)
    }
  }

  @Test func strides() throws {
    #expect(try schedule.timesteps(stride: 30) == Array(Swift.stride(from: 990, through: 0, by: -30)))
    #expect(try schedule.timesteps(stride: 1000) == [0])
  }

  /// Equal steps from the last timestep to 0, between whole timesteps too.
  @Test func evenStepsAreNotRounded() throws {
    let even = EvenSpacing()
    #expect(try schedule.timesteps(count: 4, spacing: even) == [999, 749.25, 499.5, 249.75])
    #expect(try schedule.timesteps(count: 1, spacing: even) == [999])
    let walk = try Timesteps()(.count(3, spacing: even), model: ScheduleModel.flow)
    #expect(walk.map(\.value) == [999, 666, 333] && walk[2].next == nil)
    #expect(try Timesteps()(.list([999, 0.25]), model: ScheduleModel.flow)[0].next == 0.25)
  }

  /// Between two whole timesteps log ᾱ is linear, and a flow keeps to its line.
  @Test func schedulesGoOnBetweenWholeTimesteps() {
    for t in [0.5, 12.25, 700.75, 998.5] {
      let before = Int(t)
      let (low, high) = (log(schedule.alphasCumprod[before]), log(schedule.alphasCumprod[before + 1]))
      let expected = exp(low + Float(t - Double(before)) * (high - low))
      #expect(abs(schedule.alphaCumprod(t) / expected - 1) < 1e-5)
      #expect(schedule.alphaCumprod(t) < schedule.alphasCumprod[before])
      #expect(schedule.alphaCumprod(t) > schedule.alphasCumprod[before + 1])
      let flow = ScheduleModel.flow.schedule!
      let (a, b) = flow.weights(t)
      #expect(abs(a - Float(1 - t / 1000)) < 1e-6 && abs(b - Float(t / 1000)) < 1e-6)
      #expect(abs(flow.alphaCumprod(t) - a * a / (a * a + b * b)) < 1e-6)
    }
    #expect(schedule.contains(0.5) && schedule.contains(999) && !schedule.contains(999.5) && !schedule.contains(-0.5))
    #expect(!schedule.contains(.nan) && !schedule.contains(.infinity))
  }

  @Test func walksKnowTheirNeighbours() {
    #expect(
      Timestep.walk([9, 5, 2, 0]) == [
        Timestep(9, next: 5), Timestep(5, next: 2, previous: 9, index: 1),
        Timestep(2, next: 0, previous: 5, earlier: 9, index: 2), Timestep(0, previous: 2, earlier: 5, index: 3),
      ])
  }

  @Test func faults() {
    let model = ScheduleModel.cosine
    let short = ScheduleModel(schedule: NoiseSchedule(betas: CosineBetas().betas(20), variance: .fixedSmall))
    let offset = ScheduleModel(
      schedule: NoiseSchedule(betas: CosineBetas().betas(1000), variance: .fixedSmall, stepsOffset: 1))
    let timesteps = Timesteps()
    let table: [(String, String)] = [
      (
        faultText { try timesteps(.count(1001), model: model) },
        "'count' takes 1 to the schedule's 1000 steps, found 1001"
      ),
      (faultText { try timesteps(.count(0), model: model) }, "'count' takes 1 to the schedule's 1000 steps, found 0"),
      (
        faultText { try timesteps(.count(1000), model: offset) },
        "'count' takes timesteps 0…999 of the model's schedule, found 1000"
      ),
      (faultText { try timesteps(.stride(0), model: model) }, "'stride' takes 1 to the schedule's 1000 steps, found 0"),
      (faultText { try timesteps(.list([]), model: model) }, "'list' takes at least one timestep, found none"),
      (
        faultText { try timesteps(.list([5, 5]), model: model) },
        "'list' takes timesteps that descend, found 5 after 5"
      ),
      (
        faultText { try timesteps(.list([1000]), model: model) },
        "'list' takes timesteps 0…999 of the model's schedule, found 1000"
      ),
      (
        faultText { try timesteps(.list([999.5]), model: model) },
        "'list' takes timesteps 0…999 of the model's schedule, found 999.5"
      ),
      (
        faultText { try timesteps(.list([5, 5.5]), model: model) },
        "'list' takes timesteps that descend, found 5.5 after 5"
      ),
      (
        faultText { try timesteps(.respacing(.smart100), model: short) },
        "'respacing' takes at most 1 timesteps in section 5 of 23, found 2"
      ),
      (
        faultText { try timesteps(.count(50), model: model, strength: 0.01) },
        "'strength' takes at least 1/50, so that one of 50 timesteps is left, found 0.01"
      ),
      (faultText { try timesteps(.count(50), model: model, strength: 1.5) }, "'strength' takes 0 to 1, found 1.5"),
      (
        faultText { try timesteps(.count(50), model: ScheduleModel()) },
        "model 'test' can't give timesteps: it has no noise schedule"
      ),
      (
        faultText { try timesteps.outputs(of: Inputs(["model": .model(model)])) },
        "expected exactly one of 'count', 'stride', 'list' and 'respacing', found none"
      ),
    ]
    for (found, expected) in table { #expect(found == expected) }
  }

  @Test func problemsBeforeTheRun() {
    let choice = "expected exactly one of 'count', 'stride', 'list' and 'respacing', found "
    #expect(problems(Timesteps(), [:]) == [choice + "none"])
    #expect(problems(Timesteps(), ["count": .integer(5), "stride": .integer(5)]) == [choice + "'count' and 'stride'"])
    #expect(
      problems(Timesteps(), ["stride": .integer(5), "spacing": .text("leading")]) == ["'spacing' needs 'count'"])
    #expect(problems(Timesteps(), ["count": .integer(5), "spacing": .text("leading")]).isEmpty)
  }

  @Test func runsThroughPorts() throws {
    let outputs = try Timesteps().run(
      Inputs(["model": .model(ScheduleModel.cosine), "respacing": .text("smart50"), "strength": .number(0.5)]),
      in: Context())
    #expect(outputs.values["timesteps"].flatMap { [Timestep]($0) }?.count == 25)
    #expect(
      outputs.values["first"].flatMap { Timestep($0) } == outputs.values["timesteps"].flatMap { [Timestep]($0) }?[0])
    #expect(outputs.values["timesteps"]?.kind == .timesteps)
  }
}
