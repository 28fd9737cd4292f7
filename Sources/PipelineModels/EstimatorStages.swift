public import PipelineKit

/// The stages of this module for a registry.
public let estimatorStages: [any Stage.Type] = [
  LoadModel.self, ExactModel.self, EncodeText.self, EncodeLabel.self, Unconditional.self, EstimateNoise.self,
  Denoise.self,
]
