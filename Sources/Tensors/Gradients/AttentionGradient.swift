extension Tensor {
  func recordedAttention(
    keys: Tensor, values: Tensor, heads: Int, scale: Float, bias: Tensor?, mask: Tensor?
  ) -> Tensor {
    constant.attention(
      keys: keys.constant, values: values.constant, heads: heads, scale: scale, bias: bias?.constant, mask: mask
    ).recorded(from: self, keys, values, bias) {
      [q = self.constant, k = keys.constant, v = values.constant, bias = bias?.constant] g in
      let gradient = AttentionGradient(heads: heads, scale: scale, bias: bias, mask: mask)
      let (q, k, v, b) = gradient(q, k, v, g)
      return [q, k, v, b]
    }
  }
}

/// The gradient of `attention`: with P the probabilities of one head, dP = gᵀV and dS = P∘(dP − Σ P∘dP),
/// dQ = scale·dS·K, dK = scale·dSᵀ·Q, dV = Pᵀ·g, and the gradient of the bias is dS. P is computed again.
private struct AttentionGradient {
  let heads: Int
  let scale: Float
  let bias, mask: Tensor?

  func callAsFunction(
    _ q: Tensor, _ k: Tensor, _ v: Tensor, _ g: Tensor
  ) -> (q: Tensor, k: Tensor, v: Tensor, bias: Tensor?) {
    let (n, channels, length, span) = (q.shape[0], q.shape[1], q.shape[2], k.shape[2])
    let (width, square) = (channels / heads, length * span)
    var sums = [Float](repeating: 0, count: bias == nil ? 0 : n * heads * square)
    var (toKeys, toValues) = (k, v)
    toKeys.values = [Float](repeating: 0, count: k.count)
    toValues.values = toKeys.values
    let (biases, masks) = (bias?.values, mask?.values)
    let toQueries = Tensor(q.shape) { out in
      out.initialize(repeating: 0)
      if out.isEmpty || span == 0 { return }
      q.values.withUnsafeBufferPointer { q in
        k.values.withUnsafeBufferPointer { k in
          v.values.withUnsafeBufferPointer { v in
            g.values.withUnsafeBufferPointer { g in
              toKeys.values.withUnsafeMutableBufferPointer { toKeys in
                toValues.values.withUnsafeMutableBufferPointer { toValues in
                  sums.withUnsafeMutableBufferPointer { sums in
                    nonisolated(unsafe) let (q, k, v, g) = (
                      q.baseAddress!, k.baseAddress!, v.baseAddress!, g.baseAddress!
                    )
                    nonisolated(unsafe) let (toQueries, toKeys, toValues, sums) = (
                      out.baseAddress!, toKeys.baseAddress!, toValues.baseAddress!, sums
                    )
                    Parallel.forEach(n * heads) { head in
                      let scratch = UnsafeMutablePointer<Float>.allocate(capacity: 2 * square)
                      defer { scratch.deallocate() }
                      let (p, d) = (scratch, scratch + square)
                      let (atQuery, atKey) = (head * width * length, head * width * span)
                      MatrixProduct.multiply(
                        .init(start: q + atQuery, stride: length, transposed: true),
                        .init(start: k + atKey, stride: span), into: p, stride: span, rows: length, inner: width,
                        columns: span)
                      MatrixProduct.multiply(
                        .init(start: g + atQuery, stride: length, transposed: true),
                        .init(start: v + atKey, stride: span), into: d, stride: span, rows: length, inner: width,
                        columns: span)
                      for i in 0..<length {
                        let (p, d) = (p + i * span, d + i * span)
                        for j in 0..<span { p[j] *= scale }
                        if let biases {
                          let start = (head % heads * length + i) * span
                          for j in 0..<span { p[j] += biases[start + j] }
                        }
                        if let masks { for j in 0..<span { p[j] += masks[head / heads * span + j] } }
                        Kernels.softmax(p, span)
                        let mean = Float(Kernels.dot(p, d, span))
                        for j in 0..<span { d[j] = p[j] * (d[j] - mean) }
                        if !sums.isEmpty { for j in 0..<span { sums[head * square + i * span + j] = d[j] } }
                        for j in 0..<span { d[j] *= scale }
                      }
                      let scores = MatrixProduct.Operand(start: UnsafePointer(d), stride: span)
                      MatrixProduct.multiply(
                        .init(start: k + atKey, stride: span),
                        .init(start: UnsafePointer(d), stride: span, transposed: true), into: toQueries + atQuery,
                        stride: length, rows: width, inner: span, columns: length)
                      MatrixProduct.multiply(
                        .init(start: q + atQuery, stride: length), scores, into: toKeys + atKey, stride: span,
                        rows: width, inner: length, columns: span)
                      MatrixProduct.multiply(
                        .init(start: g + atQuery, stride: length), .init(start: UnsafePointer(p), stride: span),
                        into: toValues + atKey, stride: span, rows: width, inner: length, columns: span)
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
    let toBias = bias.map {
      Tensor([n] + $0.shape, sums).summed(to: [1] + $0.shape).reshaped($0.shape)
    }
    return (toQueries, toKeys, toValues, toBias)
  }
}
