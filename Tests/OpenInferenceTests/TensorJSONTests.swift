import OpenInference
import Testing

/// Lists of numbers in JSON are read in one pass, and what no tensor has is refused.
@Suite struct TensorJSONTests {
  private func read(_ text: String) throws -> TensorJSON { try TensorJSON(Array(text.utf8)[...], of: "it") }
  private func flaw(_ text: String) -> String? {
    do throws(SentTensor.Flaw) {
      _ = try TensorJSON(Array(text.utf8)[...], of: "it")
      return nil
    } catch { return error.what }
  }

  @Test func lists() throws {
    let text = try read(
      #"{"x": "\"data\": [9]", "data": [1, -2.5e-1 , [[3]], []], "y": {"data": null, "data" :[0.1,1e39]}, "z": ["data", 5]}"#
    )
    #expect(text.lists == [[1, -0.25, 3], [0.1, .infinity]])
    struct Rest: Decodable, Equatable {
      struct Inner: Decodable, Equatable { let data: Int? }
      let x: String
      let data: Int
      let y: Inner
    }
    let rest = try read(#"{"x": "\"data\": [9]", "data": [1], "y": {"data":[2]}}"#).decode(Rest.self)
    #expect(rest == Rest(x: #""data": [9]"#, data: 0, y: .init(data: 1)))
  }

  @Test(arguments: [
    "5", "[", "[1", "[1,]", "[,1]", "[1 2]", "[\"a\"]", "[NaN]", "[+1]", "[.5]", "[--1]", "{}", "[[1],[2]", "[null]",
    "[" + String(repeating: "1", count: 70) + "]",
  ]) func wrongLists(list: String) {
    #expect(
      flaw("{\"data\": \(list)}")
        == "it is not the JSON that the protocol describes: 'data' takes numbers, in lists at most 8 deep")
  }

  @Test func depth() throws {
    func nested(_ depth: Int) -> String {
      #"{"data": \#(String(repeating: "[", count: depth))7\#(String(repeating: "]", count: depth))}"#
    }
    #expect(try read(nested(8)).lists == [[7]])
    #expect(flaw(nested(9)) != nil)
    // One number takes no time to speak of, however deep.
    #expect(flaw(nested(100_000)) != nil)
  }

  /// Texts without end, as they come from a damaged message.
  @Test(arguments: ["", "\"", "\"\\", "{\"data\"", "{\"data\":", "{\"data", "\\"]) func cut(text: String) throws {
    #expect(throws: (any Error).self) { try read(text).decode([String: Int].self) }
  }

  /// What isn't numbers is bounded.
  @Test func rest() {
    #expect(
      flaw("{\"data\": [1], \"shape\": [" + String(repeating: "1,", count: 1 << 19) + "1]}")
        == "it has more than 1048576 bytes of JSON besides its numbers")
  }

  @Test func axes() {
    let shape = [Int](repeating: 1, count: 200_000)
    let tensor = SentTensor("x", String(repeating: "T", count: 300), shape, .list([.nan]))
    #expect(tensor.datatype.count == 201)
    #expect(throws: SentTensor.Flaw.self) { try tensor.tensor() }
    do throws(SentTensor.Flaw) {
      _ = try SentTensor("x", "FP32", shape, .list([.nan])).tensor()
    } catch { #expect(error.what == "gives 'x' with 200000 axes; expected at most 8") }
  }
}
