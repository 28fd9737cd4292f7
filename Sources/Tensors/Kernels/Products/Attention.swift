extension Tensor {
  /// Scaled dot-product attention (Vaswani et al. 2017, eq. 1): softmax(scale·QᵀK + bias + mask)·V for each head; `scale`
  /// is positive.
  ///
  /// Channels come first, and heads are runs of neighbouring channels: the tensor itself, the queries, is N×C×L;
  /// `keys` and `values` are N×C×S; the result is N×C×L. `bias` is heads×L×S; `mask`, N×S, is added for every head
  /// and query. Each thread holds the scores of one panel of queries (48 or fewer) of one head at a time:
  /// span×queries, so that they are the right operand of the product with the values in place, or packed in place
  /// where `precision` is half.
  public func attention(
    keys: Tensor, values: Tensor, heads: Int, scale: Float, bias: Tensor? = nil, mask: Tensor? = nil,
    precision: Precision = .single
  ) -> Tensor {
    precondition(rank == 3 && keys.rank == 3 && keys.shape == values.shape, "\(keys.shapeText), \(values.shapeText)")
    let (n, channels, length) = (shape[0], shape[1], shape[2])
    let span = keys.shape[2]
    precondition(keys.shape[0] == n && keys.shape[1] == channels && heads > 0 && channels % heads == 0 && scale > 0)
    precondition(bias == nil || bias!.shape == [heads, length, span])
    precondition(mask == nil || mask!.shape == [n, span])
    if count == 0 || span == 0 { return Tensor(shape, repeating: 0) }
    if isRecorded || keys.isRecorded || values.isRecorded || bias?.isRecorded == true {
      return recordedAttention(keys: keys, values: values, heads: heads, scale: scale, bias: bias, mask: mask)
    }
    let width = channels / heads
    let finish = AttentionScores(
      heads: heads, length: length, span: span, scale: scale, bias: bias?.values, mask: mask?.values)
    let operands = precision.operands ?? Kernels.single
    if ProductPlan.library(operands.multiplication) == .openBLAS {
      return attentionByOpenBLAS(keys: keys, values: values, width: width, finish)
    }
    let block = operands.panelColumns
    let blocks = (length + block - 1) / block
    let (widthDepth, spanDepth) = (operands.depth(width), operands.depth(span))
    let keyCount = PackedMatrix.panels(span) * Kernels.panelRows * widthDepth
    let valueCount = PackedMatrix.panels(width) * Kernels.panelRows * spanDepth
    return Tensor(shape) { out in
      self.values.withUnsafeBufferPointer { q in
        keys.values.withUnsafeBufferPointer { k in
          values.values.withUnsafeBufferPointer { v in
            nonisolated(unsafe) let (q, k, v, y) = (
              q.baseAddress!, k.baseAddress!, v.baseAddress!, out.baseAddress!
            )
            Scratch.with(bytes: n * heads * (keyCount + valueCount) * operands.size) { packed in
              nonisolated(unsafe) let packedKeys = packed
              nonisolated(unsafe) let packedValues = packed + n * heads * keyCount * operands.size
              Parallel.forEach(n * heads, costEach: 4 * span * width) { head in
                operands.packRows(
                  k + head * width * span, rowStride: 1, innerStride: span, rows: span, inner: width,
                  into: packedKeys + head * keyCount * operands.size)
                operands.packRows(
                  v + head * width * span, rowStride: span, innerStride: 1, rows: width, inner: span,
                  into: packedValues + head * valueCount * operands.size)
              }
              Parallel.forEach(n * heads * blocks, costEach: block * span * (width / 8 + 4)) { item in
                let head = item / blocks
                let first = item % blocks * block
                let queries = min(block, length - first)
                let lanes = operands.wholeVectors(queries)
                Scratch.with((widthDepth + spanDepth) * lanes) { query in
                  let scores = query + widthDepth * lanes
                  operands.packColumns(
                    q + head * width * length + first, innerStride: length, columnStride: 1, inner: 0..<width,
                    of: width, columns: queries, into: query)
                  operands.product(
                    packedKeys + head * keyCount * operands.size, panel: Kernels.panelRows * widthDepth, query,
                    inner: 0..<width, of: width, into: scores, stride: lanes, rows: span, columns: lanes)
                  finish.finish(scores, head: head, queries: first..<first + queries, columns: lanes, operands)
                  operands.product(
                    packedValues + head * valueCount * operands.size, panel: Kernels.panelRows * spanDepth, scores,
                    inner: 0..<span, of: span, into: y + head * width * length + first, stride: length, rows: width,
                    columns: queries)
                }
              }
            }
          }
        }
      }
    }
  }

  /// The number of queries whose scores OpenBLAS computes at a time.
  private static let queriesAtATime = 96

  /// Attention by OpenBLAS, with unpacked operands.
  private func attentionByOpenBLAS(keys: Tensor, values: Tensor, width: Int, _ finish: AttentionScores) -> Tensor {
    let (n, heads, length, span) = (shape[0], finish.heads, finish.length, finish.span)
    let blocks = (length + Self.queriesAtATime - 1) / Self.queriesAtATime
    return Tensor(shape) { out in
      self.values.withUnsafeBufferPointer { q in
        keys.values.withUnsafeBufferPointer { k in
          values.values.withUnsafeBufferPointer { v in
            nonisolated(unsafe) let (q, k, v, y) = (
              q.baseAddress!, k.baseAddress!, v.baseAddress!, out.baseAddress!
            )
            Parallel.forEach(
              n * heads * blocks, costEach: Self.queriesAtATime * span * (width / 8 + 4)
            ) { item in
              let (head, block) = item.quotientAndRemainder(dividingBy: blocks)
              let some = MatrixProduct.piece(block, of: blocks, length)
              let lanes = Kernels.single.wholeVectors(some.count)
              let (query, key) = (head * width * length + some.lowerBound, head * width * span)
              Scratch.with(span * lanes) { scores in
                scores.initialize(repeating: 0, count: span * lanes)
                OpenBLAS.product(
                  k + key, row: 1, inner: span, q + query, inner: length, into: scores, stride: lanes, rows: span,
                  inner: width, columns: some.count)
                finish.finish(scores, head: head, queries: some, columns: lanes, Kernels.single)
                OpenBLAS.product(
                  v + key, row: span, inner: 1, scores, inner: lanes, into: y + query, stride: length, rows: width,
                  inner: span, columns: some.count)
              }
            }
          }
        }
      }
    }
  }
}

/// Turns the products of queries and keys into the weights of the values.
private struct AttentionScores: Sendable {
  let heads, length, span: Int
  let scale: Float
  /// Bias, heads×length×span, and mask, N×span.
  let bias, mask: [Float]?

  /// Scales the scores, span×columns, of some queries of one head (numbered through all pictures), adds the bias and
  /// the mask, and takes the softmax over the span, which it leaves as a right operand.
  func finish(
    _ scores: UnsafeMutablePointer<Float>, head: Int, queries: Range<Int>, columns: Int, _ operands: Operands
  ) {
    var scale = scale
    if bias != nil || mask != nil {
      for j in 0..<span {
        let masked = mask?[head / heads * span + j] ?? 0
        for i in 0..<queries.count {
          let bias = bias?[((head % heads) * length + queries.lowerBound + i) * span + j] ?? 0
          scores[j * columns + i] = scores[j * columns + i] * scale + bias + masked
        }
      }
      scale = 1
    }
    operands.softmaxColumns(scores, span: span, columns: columns, scale: scale)
  }
}
