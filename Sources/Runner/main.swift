import ModelServer
import OpenInference
import PipelineCommands

PipelineCommands.main(plugins: [OpenInferencePlugin.self], commands: [ServeCommand.self])
