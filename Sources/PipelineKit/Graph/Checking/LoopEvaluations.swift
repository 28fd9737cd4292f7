import Tensors

/// The evaluations of networks that the stages of a loop's body make in all iterations together, where iterations differ:
/// some leave stages out (`Needs`), or a stage takes over what it kept in the one before.
struct LoopEvaluations {
  /// For each node of the body.
  let counts: [Double]

  /// Nil for a loop whose iterations are alike, or of which too little is known.
  ///
  /// - Parameters:
  ///   - count: the number of iterations.
  ///   - keeping: slots of the body that are read after an iteration.
  init?(_ loop: LoopWork, count: Int, keeping: Set<Slot>, _ foresight: Foresight, _ registry: Registry) {
    let needs = Needs(loop.body, keeping: keeping)
    guard needs != nil || loop.body.contains(where: \.hasFeedback), count <= Foresight.longest,
      let number = foresight.number(of: loop)
    else { return nil }
    var counts = [Double](repeating: 0, count: loop.body.count)
    var hasRun = [Bool](repeating: false, count: loop.body.count)
    for iteration in 0..<count {
      let needed = needs?.needed(registry) { foresight.known($0, in: number, at: iteration) }
      for (index, node) in loop.body.enumerated() {
        guard needed?[index] != false, case .stage(let stage) = node.work else {
          hasRun[index] = false
          continue
        }
        let inputs = foresight.inputs(of: stage, registry, in: number, at: iteration, keeps: hasRun[index])
        counts[index] += stage.type.cost(inputs).evaluations
        hasRun[index] = true
      }
    }
    self.counts = counts
  }
}

extension Foresight {
  /// What is known of a stage's inputs in one iteration of a loop.
  ///
  /// - Parameter keeps: whether the stage ran in the iteration before, so that what it gave then is an input.
  fileprivate func inputs(
    of stage: StageWork, _ registry: Registry, in loop: Int, at iteration: Int, keeps: Bool
  ) -> KnownInputs {
    let given = stage.inputs.filter { keeps || $0.binding.feedbackSlot == nil }
    var all: [String: Known] = [:]
    for (port, binding) in given { all[port.name] = known(binding, in: loop, at: iteration) ?? known(binding) }
    return KnownInputs(all, given: Set(given.map(\.port.name)), registry: registry)
  }
}
