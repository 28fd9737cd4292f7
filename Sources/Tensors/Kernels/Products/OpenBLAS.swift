import COpenBLAS
import Foundation

/// Products of matrices by OpenBLAS, each on the calling thread: `Parallel` shares work, OpenBLAS never does.
///
/// The order of OpenBLAS's sums depends on the processor, on the size of the product and on the position of a number
/// in it. Callers therefore cut work by shapes alone, never by the number of threads, and separate pictures where one
/// must not affect another.
package enum OpenBLAS {
  /// The number of threads that OpenBLAS uses: one.
  package static var threads: Int {
    _ = started
    return Int(openblas_get_num_threads())
  }

  private static let started: Void = {
    chooseCore()
    openblas_set_num_threads(1)
    // Stops the threads that OpenBLAS started when it was loaded; builds without threads lack the function.
    if let shutdown = dlsym(nil, "blas_thread_shutdown_") {
      _ = unsafeBitCast(shutdown, to: (@convention(c) () -> Int32).self)()
    }
  }()

  /// c = a·b, or c += a·b. Number (i, k) of a, rows×inner, is at i·`row` + k·`aInner`; number (k, j) of b,
  /// inner×columns, is at k·`bInner` + j·`column`; of each pair of steps one is 1. Rows of c are `stride` numbers
  /// apart.
  static func product(
    _ a: UnsafePointer<Float>, row: Int, inner aInner: Int, _ b: UnsafePointer<Float>, inner bInner: Int,
    column: Int = 1, into c: UnsafeMutablePointer<Float>, stride: Int, rows: Int, inner: Int, columns: Int,
    accumulates: Bool = false
  ) {
    if rows == 0 || columns == 0 { return }
    if inner == 0 {
      if !accumulates { for i in 0..<rows { (c + i * stride).initialize(repeating: 0, count: columns) } }
      return
    }
    _ = started
    precondition(aInner == 1 || row == 1 || inner == 1 || rows == 1, "a matrix without lines")
    precondition(column == 1 || bInner == 1 || inner == 1 || columns == 1, "a matrix without lines")
    // With a single line either order is right.
    let (aLies, bLies) = (aInner == 1 || inner == 1, column == 1 || columns == 1)
    cblas_sgemm(
      CblasRowMajor, aLies ? CblasNoTrans : CblasTrans, bLies ? CblasNoTrans : CblasTrans, Int32(rows), Int32(columns),
      Int32(inner), 1, a, Int32(aLies ? max(row, inner) : max(aInner, rows)), b,
      Int32(bLies ? max(bInner, columns) : max(column, inner)), accumulates ? 1 : 0, c, Int32(max(stride, columns)))
    Kernels.clearUpperHalves()
  }

  /// y += a·x for a matrix of rows `stride` numbers apart and one vector.
  static func addProduct(
    _ a: UnsafePointer<Float>, stride: Int, _ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, rows: Int,
    inner: Int
  ) {
    if rows == 0 || inner == 0 { return }
    _ = started
    cblas_sgemv(
      CblasRowMajor, CblasNoTrans, Int32(rows), Int32(inner), 1, a, Int32(max(stride, inner)), x, 1, 1, y, 1)
    Kernels.clearUpperHalves()
  }

  /// Makes OpenBLAS choose its kernels again where it took this processor for the oldest that it knows, as version
  /// 0.3.21 does with newer processors, or where PIPELINEKIT_ISA asks for an older one. Builds for one kind of
  /// processor lack the functions for it, and OPENBLAS_CORETYPE takes precedence.
  private static func chooseCore() {
    let environment = ProcessInfo.processInfo.environment
    if environment["OPENBLAS_CORETYPE"]?.isEmpty == false { return }
    let isLimited = environment[EnvironmentFault.instructionSet]?.isEmpty == false
    guard let found = openblas_get_corename(), isLimited || String(cString: found) == "Prescott",
      let quit = dlsym(nil, "gotoblas_dynamic_quit"), let start = dlsym(nil, "gotoblas_dynamic_init"),
      let core = Kernels.openBLASCore
    else { return }
    typealias Function = @convention(c) () -> Void
    setenv("OPENBLAS_CORETYPE", core, 1)
    unsafeBitCast(quit, to: Function.self)()
    unsafeBitCast(start, to: Function.self)()
    unsetenv("OPENBLAS_CORETYPE")
  }
}
