import OpenInference
import PipelineCommands

PipelineCommands.main(plugins: [OpenInferencePlugin.self])
