/// Follows references between stages with an explicit stack, so that chains may have any length.
extension GraphBuilder {
  /// A stage whose references are being followed.
  struct Resolution {
    var scope: Scope
    var index: Int
    var needs: [Need]
    /// The number of `needs` that were followed.
    var followed = 0
  }

  /// A stage that another one refers to.
  struct Need {
    var scope: Scope
    var index: Int
    /// The stages of loops' bodies that contain the reference, outermost first.
    var through: [String]
  }

  /// Builds every stage of a scope, each after those that it refers to.
  func resolveAll(_ scope: Scope) {
    for index in scope.entries.indices { resolve(index, in: scope) }
  }

  private func resolve(_ index: Int, in scope: Scope) {
    guard case .waiting = scope.progress[index] else { return }
    let bottom = path.count
    begin(index, in: scope)
    while path.count > bottom {
      let top = path.count - 1
      guard path[top].followed < path[top].needs.count else {
        let done = path.removeLast()
        let outlets = build(done.index, in: done.scope)
        // A stage that closes a circle is done already.
        if case .underway = done.scope.progress[done.index] { done.scope.progress[done.index] = .done(outlets) }
        continue
      }
      let need = path[top].needs[path[top].followed]
      path[top].followed += 1
      switch need.scope.progress[need.index] {
      case .waiting: begin(need.index, in: need.scope)
      case .underway(let place):
        // Reported once, by the reference that closes the circle.
        report(.cycle(circle(from: place)), need.scope.entries[need.index].position)
        need.scope.progress[need.index] = .done(nil)
      case .done: break
      }
    }
  }

  private func begin(_ index: Int, in scope: Scope) {
    scope.progress[index] = .underway(place: path.count)
    path.append(Resolution(scope: scope, index: index, needs: needs(of: scope.entries[index], in: scope)))
  }

  /// The names along the circle that the top of the path closes.
  private func circle(from place: Int) -> [String] {
    let names = path[place...].lazy.flatMap { step in
      [step.scope.entries[step.index].name] + step.needs[step.followed - 1].through
    }
    return GraphBuilder.shortened(Array(names) + [names.first!])
  }

  /// A long circle, shortened to its first few names and its last.
  static func shortened(_ names: [String]) -> [String] {
    if names.count <= 8 { return names }
    return names[..<4] + ["… (\(names.count - 6) more)"] + names[(names.count - 2)...]
  }

  /// The stages that an entry refers to, in order, if they are in `scope` or around it. A reference inside of a loop's
  /// body counts as one of the loop.
  private func needs(of entry: Entry, in scope: Scope) -> [Need] {
    var needs: [Need] = []
    // Items left to inspect, last first, with the stages of bodies around them.
    var left: [(part: Part, through: [String])] = [(.entry(entry), [])]
    func later(_ arguments: [Named<Argument>], _ through: [String]) {
      for argument in arguments.reversed() { left.append((.argument(argument.value), through)) }
    }
    while let (part, through) = left.popLast() {
      switch part {
      case .entry(let entry):
        guard let loop = entry.loop else {
          later(entry.arguments, through)
          continue
        }
        later(loop.collect, through)
        later(loop.next, through)
        for inner in loop.body.reversed() { left.append((.entry(inner), through + [inner.name])) }
        later(loop.carry, through)
        later(loop.each, through)
      case .argument(let argument):
        switch argument.form {
        case .literal, .parameter, .unread: break
        case .list(let elements):
          for element in elements.reversed() { left.append((.argument(element), through)) }
        case .object(let members): later(members, through)
        case .reference(let name, _):
          guard case (let owner, .entry(let index), _)? = scope.lookup(name) else { break }
          needs.append(Need(scope: owner, index: index, through: through))
        }
      }
    }
    return needs
  }

  /// The items that contain references.
  private enum Part {
    case entry(Entry)
    case argument(Argument)
  }
}
