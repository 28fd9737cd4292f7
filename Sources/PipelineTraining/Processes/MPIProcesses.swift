import Basics
import CMPI
public import Foundation
import Tensors

/// The processes that Open MPI's `mpirun` started together. The library is loaded when this is made, so that nothing else
/// needs it. To be used from one thread.
public final class MPIProcesses: ProcessGroup {
  public let rank, count: Int
  private var hosts: [String]
  private let patience: Double

  /// What `mpirun` tells a process that it starts with others; nil for a process that works alone.
  public static func launch(
    _ environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> (rank: Int, count: Int)? {
    guard let count = environment["OMPI_COMM_WORLD_SIZE"].flatMap({ Int($0) }), count > 1,
      let rank = environment["OMPI_COMM_WORLD_RANK"].flatMap({ Int($0) })
    else { return nil }
    return (rank, count)
  }

  /// The seconds that an answer is waited for, by default.
  public static let patience = 600.0

  /// Joins the other processes. Throws if the library is missing, or if one of them doesn't join.
  ///
  /// - Parameters:
  ///   - count: how many were started.
  ///   - patience: the seconds that the first process waits for an answer. The others wait twice as long for the first, so
  ///     that it has time to say which process is silent.
  public init(count: Int, patience: Double = MPIProcesses.patience) throws {
    if let why = cmpi_join() { throw ProcessFault.noMPI(processes: count, String(cString: why)) }
    (rank, self.count) = (Int(cmpi_rank()), Int(cmpi_count()))
    (self.patience, hosts) = (patience, [])
    guard self.count == count else {
      throw ProcessFault.noMPI(processes: count, "libmpi.so.40 of another MPI than mpirun's found \(self.count)")
    }
    let told = try gather(ProcessInfo.processInfo.hostName)
    let all = try spread(([ProcessInfo.processInfo.hostName] + told).joined(separator: "\n"))
    hosts = all.split(separator: "\n").map(String.init)
  }

  public func name(of rank: Int) -> String {
    "process \(rank)" + (hosts.indices.contains(rank) ? " on \(hosts[rank])" : "")
  }

  /// Messages are at most this long; longer ones go in pieces.
  private static let piece = 1 << 30

  public func send(_ message: [UInt8], to rank: Int) throws {
    try message.withUnsafeBytes { bytes in
      for start in stride(from: 0, to: bytes.count, by: Self.piece) {
        var transfer: UnsafeMutableRawPointer?
        let size = Int32(min(Self.piece, bytes.count - start))
        try check(cmpi_send(bytes.baseAddress! + start, size, Int32(rank), &transfer), rank)
        try finish(&transfer, with: rank)
      }
    }
  }

  public func receive(_ count: Int, from rank: Int) throws -> [UInt8] {
    var message = [UInt8](repeating: 0, count: count)
    try message.withUnsafeMutableBytes { bytes in
      for start in stride(from: 0, to: count, by: Self.piece) {
        var transfer: UnsafeMutableRawPointer?
        let size = Int32(min(Self.piece, count - start))
        try check(cmpi_receive(bytes.baseAddress! + start, size, Int32(rank), &transfer), rank)
        try finish(&transfer, with: rank)
      }
    }
    return message
  }

  /// Waits until a transfer is over. After an error the process must end: the transfer may still use its bytes.
  private func finish(_ transfer: inout UnsafeMutableRawPointer?, with peer: Int) throws {
    let waited = Stopwatch()
    let limit = rank == 0 ? patience : 2 * patience
    while true {
      var isOver: Int32 = 0
      try check(cmpi_test(&transfer, &isOver), peer)
      if isOver != 0 { return }
      let seconds = waited.seconds
      if seconds > limit { throw ProcessFault.silent(process: name(of: peer), seconds: limit) }
      // Other processes of this machine need the processor.
      if seconds > 0.0005 { usleep(100) }
    }
  }

  private func check(_ error: Int32, _ peer: Int) throws {
    if error == 0 { return }
    let words = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 512) { text in
      cmpi_error(error, text.baseAddress!)
      return String(cString: text.baseAddress!)
    }
    throw ProcessFault.broken(process: name(of: peer), words)
  }

  /// Leaves the others, when all have come to the end. Waits for them.
  public func leave() { cmpi_leave() }
}
