import ModelServer
import OpenInference
import PipelineKit
import PipelineModels
import Tensors
import Testing

/// The tensors of a request become a batch, or one line says why not.
@Suite struct NetworkOnServerTests {
  private static let form = NetworkForm(
    inputChannels: 3, outputChannels: 6, height: 8, width: 8, takesNoiseLevel: true, condition: .texts(width: 2))
  private static let network = onServer(form: form, divisor: 2)

  private static func sent(_ name: String, _ shape: [Int], _ value: Float = 1, type: String = "FP32") -> SentTensor {
    SentTensor(name, type, shape, .list([Float](repeating: value, count: shape.reduce(1, *))))
  }
  private static let whole = [
    sent("sample", [2, 3, 4, 4]), sent("timestep", [2, 1]), sent("encoder_hidden_states", [2, 5, 2]),
    sent("class_labels", [2]),
  ]

  @Test func ports() {
    #expect(Self.network.inputs.map(\.name) == ["sample", "timestep", "encoder_hidden_states", "class_labels"])
    #expect(Self.network.inputs.map(\.shape) == [[-1, 3, -1, -1], [-1, 1], [-1, -1, 2], [-1, 1]])
    #expect(Self.network.output.shape == [-1, 6, -1, -1])
    let digits = NetworkForm(
      inputChannels: 1, outputChannels: 1, height: 28, width: 28, takesTimestep: false, condition: .classes(count: 10))
    #expect(onServer(form: digits).inputs.map(\.shape) == [[-1, 1, -1, -1], [-1, 10]])
  }

  @Test func aBatch() throws {
    let batch = try Self.network.batch(Self.whole, most: .infinity)
    #expect(batch.sample == Tensor([2, 3, 4, 4], repeating: 1))
    #expect((batch.timesteps, batch.noiseLevels) == ([1], [1]))
    // What is equal for all is kept once.
    #expect(batch.condition == Tensor([1, 5, 2], repeating: 1))
  }

  /// One timestep, or one condition, stands for all pictures.
  @Test func oneForAll() throws {
    var tensors = Self.whole
    tensors[1] = Self.sent("timestep", [1], 7)
    tensors[2] = Self.sent("encoder_hidden_states", [1, 5, 2])
    let batch = try Self.network.batch(tensors, most: .infinity)
    #expect(batch.timesteps == [7] && batch.condition?.shape == [1, 5, 2])
  }

  @Test func differentTimes() throws {
    var tensors = Self.whole
    tensors[1] = SentTensor("timestep", "INT64", [2], .bytes([5, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0]))
    #expect(try Self.network.batch(tensors, most: .infinity).timesteps == [5, 9])
  }

  @Test(
    arguments: [
      (
        0, sent("sample", [2, 1, 4, 4]),
        "'sample' takes N×3×H×W of 1 to 4 pictures with H and W multiples of 2, found 2×1×4×4"
      ),
      (
        0, sent("sample", [5, 3, 4, 4]),
        "'sample' takes N×3×H×W of 1 to 4 pictures with H and W multiples of 2, found 5×3×4×4"
      ),
      (
        0, sent("sample", [2, 3, 4, 3]),
        "'sample' takes N×3×H×W of 1 to 4 pictures with H and W multiples of 2, found 2×3×4×3"
      ),
      (
        0, sent("sample", [0, 3, 4, 4]),
        "'sample' takes N×3×H×W of 1 to 4 pictures with H and W multiples of 2, found 0×3×4×4"
      ),
      (
        0, sent("picture", [2, 3, 4, 4]),
        "'net' takes no 'picture'; expected 'sample', 'timestep', 'encoder_hidden_states' and 'class_labels'"
      ),
      (0, sent("timestep", [2]), "the request gives 'timestep' twice"),
      (1, sent("timestep", [3]), "'timestep' takes 2 or 2×1, a number for each picture, found 3"),
      (1, sent("timestep", [2], .nan), "the request gives NaN in 'timestep', at [0]"),
      (2, sent("encoder_hidden_states", [2, 5, 3]), "'encoder_hidden_states' takes 2×L×2, found 2×5×3"),
      (2, sent("encoder_hidden_states", [2, 0, 2]), "'encoder_hidden_states' takes 2×L×2, found 2×0×2"),
      (
        3, sent("class_labels", [2], type: "BYTES"),
        "the request gives 'class_labels' as BYTES; expected 'FP64', 'FP32', 'FP16', 'BF16', 'INT64', 'INT32'"
      ),
      (
        3, SentTensor("class_labels", "FP32", [2], .bytes([0, 0])),
        "the request gives 'class_labels' of 2 with too few or too many numbers"
      ),
      (
        3, SentTensor("class_labels", "FP32", [.max, 4], .bytes([])),
        "the request gives 'class_labels' of 9223372036854775807×4 with too few or too many numbers"
      ),
    ] as [(Int, SentTensor, String)]) func wrong(index: Int, tensor: SentTensor, says: String)
  {
    var tensors = Self.whole
    tensors[index] = tensor
    #expect(throws: ServiceError.request(says)) { try Self.network.batch(tensors, most: .infinity) }
  }

  @Test func whatIsMissing() {
    #expect(
      throws: ServiceError.request(
        "the request lacks 'class_labels'; expected 'sample', 'timestep', 'encoder_hidden_states' and 'class_labels'")
    ) { try Self.network.batch(Array(Self.whole.dropLast()), most: .infinity) }
  }

  /// What needs more memory than there is is refused before its numbers are looked at: pictures, and the texts of each.
  @Test func tooMuchMemory() {
    var tensors = Self.whole
    tensors[1] = Self.sent("timestep", [2, 1], .nan)
    let memory = ModelMemory(weights: 0) {
      1e6 * Double($0)
    } evaluation: {
      1e5 * Double($0) * Double($1 + $2)
    }
    let network = onServer(form: Self.form, divisor: 2, memory: memory)
    // Five times the activations, the texts, and the pictures four times, with 18 channels in all.
    let bytes = 5 * 1e5 * 2 * 8 + 2 * 5e6 + 4.0 * 2 * 16 * 18
    #expect(network.bytes(sample: [2, 3, 4, 4], condition: [1, 5, 2]) == bytes)
    #expect(
      throws: ServiceError.tooLarge(
        "2 pictures of 4×4 with texts of 5 positions need about 18 MB of memory; this server has 10 MB for them")
    ) { try network.batch(tensors, most: 1e7) }
  }

  @Test func names() {
    #expect(["net", "mini-if", "a.b_2", "größe"].allSatisfy(NetworkOnServer.isName))
    #expect(!["", "a/b", " x", "x ", "stats", "a?b", "a b", "a%2f"].contains(where: NetworkOnServer.isName))
  }
}
