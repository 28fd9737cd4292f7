extension Tensor {
  /// Scaled dot-product attention (Vaswani et al. 2017, eq. 1): softmax(scale·QᵀK + bias + mask)·V for each head.
  ///
  /// Channels come first, heads being runs of neighbouring channels: this, the queries, is N×C×L; `keys` and `values`
  /// are N×C×S; the result is N×C×L. `bias` is heads×L×S; `mask` N×S is added for every head and query. Scores exist
  /// for at most 128 queries of one head at a time on each thread.
  public func attention(
    keys: Tensor, values: Tensor, heads: Int, scale: Float, bias: Tensor? = nil, mask: Tensor? = nil
  ) -> Tensor {
    precondition(rank == 3 && keys.rank == 3 && keys.shape == values.shape, "\(keys.shapeText), \(values.shapeText)")
    let (n, channels, length) = (shape[0], shape[1], shape[2])
    let span = keys.shape[2]
    precondition(keys.shape[0] == n && keys.shape[1] == channels && heads > 0 && channels % heads == 0)
    precondition(bias == nil || bias!.shape == [heads, length, span])
    precondition(mask == nil || mask!.shape == [n, span])
    if count == 0 || span == 0 { return Tensor(shape, repeating: 0) }
    if isRecorded || keys.isRecorded || values.isRecorded || bias?.isRecorded == true {
      return recordedAttention(keys: keys, values: values, heads: heads, scale: scale, bias: bias, mask: mask)
    }
    let width = channels / heads
    let block = min(length, 128)
    let blocks = (length + block - 1) / block
    let (bias, mask) = (bias?.values, mask?.values)
    return Tensor(shape) { out in
      self.values.withUnsafeBufferPointer { q in
        keys.values.withUnsafeBufferPointer { k in
          values.values.withUnsafeBufferPointer { v in
            nonisolated(unsafe) let (q, k, v, y) = (
              q.baseAddress!, k.baseAddress!, v.baseAddress!, out.baseAddress!
            )
            Parallel.forEach(n * heads * blocks, costEach: block * span * (width / 8 + 4)) { item in
              let head = item / blocks
              let first = item % blocks * block
              let queries = min(block, length - first)
              let scores = UnsafeMutablePointer<Float>.allocate(capacity: queries * span)
              defer { scores.deallocate() }
              MatrixProduct.multiply(
                .init(start: q + head * width * length + first, stride: length, transposed: true),
                .init(start: k + head * width * span, stride: span), into: scores, stride: span, rows: queries,
                inner: width, columns: span, alpha: scale)
              for i in 0..<queries {
                let row = scores + i * span
                if let bias {
                  let start = ((head % heads) * length + first + i) * span
                  for j in 0..<span { row[j] += bias[start + j] }
                }
                if let mask {
                  for j in 0..<span { row[j] += mask[head / heads * span + j] }
                }
                Kernels.softmax(row, span)
              }
              MatrixProduct.multiply(
                .init(start: v + head * width * span, stride: span),
                .init(start: UnsafePointer(scores), stride: span, transposed: true),
                into: y + head * width * length + first, stride: length, rows: width, inner: span, columns: queries)
            }
          }
        }
      }
    }
  }
}
