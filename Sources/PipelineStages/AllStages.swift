public import PipelineKit

/// The stages of this module for a registry: all that run no network.
public let commonStages: [any Stage.Type] = [
  // Noise and timesteps.
  SeededGenerator.self, GaussianNoise.self, AddNoise.self, Noise.self, Timesteps.self,
  // Sampling.
  Guide.self, Clean.self, Step.self,
  // Filters and views, on images and estimates alike.
  Flip.self, View.self, Glide.self, LowPass.self, HighPass.self, Grayscale.self, MotionBlur.self, Add.self,
  Average.self, Scale.self, Blend.self,
  // Masks.
  InvertMask.self, GrowMask.self, FeatherMask.self, Pad.self,
  // Pictures, masks and files.
  ReadImage.self, WriteImage.self, WriteAnimation.self, ReadTensor.self, WriteTensor.self, ReadMask.self,
  Rectangle.self, Resize.self, Grid.self,
  // Programs.
  RunProgram.self,
  // Lists.
  Select.self,
]
