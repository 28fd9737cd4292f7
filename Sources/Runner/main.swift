import PipelineCommands
import PipelineKit
import PipelineModels

PipelineCommands.main(registry: .standard)
