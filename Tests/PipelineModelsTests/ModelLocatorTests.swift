import PipelineModels
import TestSupport
import Testing

@Suite struct ModelLocatorTests {
  /// `~` and variables stand for what they do in a shell.
  @Test(arguments: ["~/m", "$HOME/m", "${HOME}/m", "$M"])
  func folders(variable: String) throws {
    try withTemporaryFolder { folder in
      var environment = ["PIPELINEKIT_MODELS": variable, "HOME": folder, "M": folder + "/m"]
      #expect(!ModelLocator.folders(environment: environment).contains(folder + "/m"))
      let said = "the environment variable PIPELINEKIT_MODELS names '\(folder)/m', which is not a folder"
      #expect(ModelLocator.problem(environment) == said)
      environment["HOME"] = Fixtures.path("")
      environment["M"] = Fixtures.path("pictures")
      environment["PIPELINEKIT_MODELS"] = variable.replacing("/m", with: "/pictures")
      #expect(ModelLocator.folders(environment: environment).first?.hasSuffix("/pictures") == true)
      #expect(ModelLocator.problem(environment) == nil)
    }
  }

  @Test func noFolder() {
    #expect(ModelLocator.problem([:]) == nil && ModelLocator.problem(["PIPELINEKIT_MODELS": ""]) == nil)
    #expect(
      ModelLocator.problem(["PIPELINEKIT_MODELS": "$NONE/m"])
        == "the environment variable PIPELINEKIT_MODELS names '$NONE/m', in which '$NONE' means nothing")
  }
}
