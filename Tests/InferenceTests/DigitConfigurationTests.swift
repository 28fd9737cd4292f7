import Basics
import Inference
import Tensors
import TestSupport
import Testing

@Suite struct DigitConfigurationTests {
  @Test(arguments: [
    DigitConfiguration(channels: 8, black: 0, sigma: 0.5),
    DigitConfiguration(channels: 8, takesTime: true, classes: 10),
    DigitConfiguration(.classifier, channels: 8, classes: 10),
  ]) func isReadAsItIsWritten(configuration: DigitConfiguration) throws {
    try withTemporaryFolder { folder in
      try AtomicFile.write(Array(configuration.json.utf8), to: folder + "/config.json")
      #expect(try DigitConfiguration(path: folder + "/config.json") == configuration)
    }
  }

  @Test(arguments: [
    (
      #"{"_class_name": "DigitReader", "channels": 8}"#,
      #"option '_class_name' is "DigitReader"; supported: "DigitUNet", "DigitClassifier""#
    ),
    (
      #"{"_class_name": "DigitClassifier", "channels": 8}"#, "a classifier has 'classes', and neither time nor 'sigma'"
    ),
    (
      #"{"_class_name": "DigitClassifier", "channels": 8, "classes": 10, "takes_time": true}"#,
      "a classifier has 'classes', and neither time nor 'sigma'"
    ),
    (#"{"channels": 8, "black": 1}"#, "'black' (1.0) should be below 'white' (1.0)"),
  ]) func errors(text: String, expected: String) throws {
    try withTemporaryFolder { folder in
      let path = folder + "/config.json"
      try AtomicFile.write(Array(text.utf8), to: path)
      do {
        _ = try DigitConfiguration(path: path)
        Issue.record("no error")
      } catch { #expect("\(error)" == "\(path): \(expected)") }
    }
  }
}
