import Illusions
import PipelineCommands

// A command line of your own: everything that `runner` does, with this package's stages, sampler, kind and models.
PipelineCommands.main(plugins: [IllusionsPlugin.self])
