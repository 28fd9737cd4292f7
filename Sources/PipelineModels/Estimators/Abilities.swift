import PipelineKit

extension Model {
  /// The model's abilities, by the protocols that it conforms to.
  var abilities: Set<ModelAbility> {
    var abilities: Set<ModelAbility> = []
    if let estimator = self as? any NoiseEstimator {
      abilities.insert(.estimatesNoise)
      if estimator.enlarges { abilities.insert(.enlarges) }
    }
    if self is any PromptReader { abilities.insert(.readsPrompts) }
    if classReader != nil { abilities.insert(.knowsClasses) }
    if self is any Denoiser { abilities.insert(.denoises) }
    return abilities
  }
}

extension ModelAbility {
  /// The error for a model that lacks this ability and has `abilities`, with a suggestion.
  func missing(from model: String, having abilities: Set<ModelAbility>) -> StageFault {
    let lack =
      switch self {
      case .estimatesNoise: "estimate noise: it is a single-step denoiser; use the stage 'denoise'"
      case .readsPrompts:
        "read prompts" + (abilities.contains(.knowsClasses) ? "; give it a class with the stage 'label'" : "")
      case .knowsClasses:
        "take a class" + (abilities.contains(.readsPrompts) ? "; give it a prompt with the stage 'text'" : "")
      case .enlarges: "enlarge pictures"
      case .denoises: "denoise in one go: it estimates noise; use 'estimate' and then 'clean'"
      }
    return .unable(model: model, ability: lack)
  }
}

extension KnownInputs {
  /// A problem if the model at a port is known to lack an ability.
  func problems(lacking ability: ModelAbility, _ port: Input<AnyModel>) -> [Problem] {
    guard let model = model(port), let abilities = model.abilities, !abilities.contains(ability) else { return [] }
    return [Problem(ability.missing(from: model.name, having: abilities).description, port: port)]
  }
}
