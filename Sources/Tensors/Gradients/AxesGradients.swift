/// Gradients of joining, cutting and resampling along axes.
extension Tensor {
  static func recordedConcatenation(_ tensors: [Tensor], axis: Int) -> Tensor {
    let lengths = tensors.map { $0.isRecorded ? ($0.shape[axis], true) : ($0.shape[axis], false) }
    return concatenated(tensors.map(\.constant), axis: axis).recorded(from: tensors) { g in
      var start = 0
      return lengths.map { length, wanted in
        defer { start += length }
        return wanted ? g.slice(axis: axis, start..<(start + length)) : nil
      }
    }
  }

  func recordedSlice(axis: Int, _ range: Range<Int>) -> Tensor {
    constant.slice(axis: axis, range).recorded(from: self) { [shape] g in
      var before = shape
      before[axis] = range.lowerBound
      var after = shape
      after[axis] -= range.upperBound
      // An empty part can't be stored in lanes, but g may be.
      let parts = [Tensor(before, repeating: 0), g, Tensor(after, repeating: 0)].filter { $0.shape[axis] > 0 }
      return [parts.isEmpty ? g : Tensor.concatenated(parts, axis: axis)]
    }
  }

  func recordedGathering(axis: Int, _ indices: [Int]) -> Tensor {
    constant.gathered(axis: axis, indices).recorded(from: self) { [shape] g in
      let g = g.values
      let outer = shape[..<axis].reduce(1, *)
      let inner = shape[(axis + 1)...].reduce(1, *)
      var sums = [Float](repeating: 0, count: shape.reduce(1, *))
      for o in 0..<outer {
        for (k, j) in indices.enumerated() {
          let (from, to) = ((o * indices.count + k) * inner, (o * shape[axis] + j) * inner)
          for i in 0..<inner { sums[to + i] += g[from + i] }
        }
      }
      return [Tensor(shape, sums)]
    }
  }

  func recordedUpsampling() -> Tensor {
    constant.upsampledNearest().recorded(from: self) { [$0.averagePooled() * 4] }
  }

  func recordedPooling() -> Tensor {
    constant.averagePooled().recorded(from: self) { [shape] g in
      var spread = g.upsampledNearest() / 4
      for axis in 2..<4 where spread.shape[axis] < shape[axis] {
        var rest = spread.shape
        rest[axis] = 1
        spread = Tensor.concatenated([spread, Tensor(rest, repeating: 0)], axis: axis)
      }
      return [spread]
    }
  }
}
