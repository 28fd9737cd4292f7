import Illusions
import PipelineCommands
import PipelineKit
import PipelineModels

// A command line of one's own: everything that `runner` does, with this package's stages, sampler, kind and models.
var registry = Registry.standard
try registry.registerIllusions()
PipelineCommands.main(registry: registry)
