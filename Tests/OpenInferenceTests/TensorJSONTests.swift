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

  /// Each is the nearest Float, as Swift reads it.
  @Test func nearest() throws {
    // Between two: 1 + 2⁻²⁴, and a little more and less than that, which fifteen digits can't say.
    var texts = [
      "1.000000059604644775390625", "1.00000005960464", "1.000000059604645", "16777217", "16777219", "-0", "0.0",
    ]
    texts += [
      "340282346638528859811704183484516925440", "1.401298464e-45", "0.000000000000001", "999999999999999", "-1.5E2",
    ]
    var state: UInt64 = 1
    for index in 0..<2000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let value = Float(bitPattern: UInt32(state >> 33))
      if value.isFinite {
        texts.append(index % 2 == 0 ? "\(value)" : "\(Double(Int32(truncatingIfNeeded: state >> 32)) / 1e6)")
      }
    }
    let found = try read("{\"data\": [\(texts.joined(separator: ","))]}").lists[0]
    let expected = texts.map { Float($0)! }
    #expect(found.map(\.bitPattern) == expected.map(\.bitPattern))
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
