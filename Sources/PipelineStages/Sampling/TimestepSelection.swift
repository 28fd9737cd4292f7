public import PipelineKit
import Tensors

/// Selections of a schedule's timesteps to step through, descending.
extension NoiseSchedule {
  /// `count` timesteps, placed by `spacing` (the schedule's own by default). Throws unless 1 ≤ count ≤ T.
  public func timesteps(count n: Int, spacing: (any TimestepSpacing)? = nil) throws -> [Double] {
    guard (1...max(count, 1)).contains(n) else {
      throw StageFault.outOfRange(port: "count", expected: "1 to the schedule's \(count) steps", found: "\(n)")
    }
    return try checked((spacing ?? self.spacing).timesteps(n, on: self), port: "count")
  }

  /// Every `stride`-th timestep: the multiples of `stride` below T, down to 0. Throws unless 1 ≤ stride ≤ T.
  public func timesteps(stride: Int) throws -> [Double] {
    guard (1...max(count, 1)).contains(stride) else {
      throw StageFault.outOfRange(port: "stride", expected: "1 to the schedule's \(count) steps", found: "\(stride)")
    }
    return Swift.stride(from: 0, to: count, by: stride).reversed().map(Double.init)
  }

  /// `list` itself. Throws unless it descends and lies on the schedule.
  public func timesteps(list: [Double]) throws -> [Double] { try checked(list, port: "list") }

  /// For each of several equal sections of the schedule, from the clean end up, that many timesteps, evenly placed
  /// including the section's first and last (Nichol & Dhariwal 2021; positions round half to even).
  public func timesteps(sections: [Int]) throws -> [Double] {
    var timesteps: [Double] = []
    var start = 0
    for (index, number) in sections.enumerated() {
      let size = count / sections.count + (index < count % sections.count ? 1 : 0)
      guard (1...max(size, 1)).contains(number), size > 0 else {
        throw StageFault.outOfRange(
          port: "respacing", expected: "at most \(size) timesteps in section \(index + 1) of \(sections.count)",
          found: "\(number)")
      }
      let stride = number > 1 ? Double(size - 1) / Double(number - 1) : 1
      var position = 0.0
      for _ in 0..<number {
        timesteps.append(Double(start) + position.rounded(.toNearestOrEven))
        position += stride
      }
      start += size
    }
    return try checked(timesteps.reversed(), port: "respacing")
  }

  private func checked(_ timesteps: [Double], port: String) throws -> [Double] {
    if let timestep = timesteps.first(where: { !contains($0) }) {
      throw StageFault.outOfRange(
        port: port, expected: "timesteps 0…\(count - 1) of the model's schedule", found: Timestep.text(timestep))
    }
    try Self.checkDescending(timesteps, port: port)
    return timesteps
  }

  /// Throws for an empty list, or timesteps that don't descend.
  static func checkDescending(_ timesteps: [Double], port: String) throws {
    guard !timesteps.isEmpty else {
      throw StageFault.outOfRange(port: port, expected: "at least one timestep", found: "none")
    }
    for (earlier, later) in zip(timesteps, timesteps.dropFirst()) where later >= earlier {
      throw StageFault.outOfRange(
        port: port, expected: "timesteps that descend",
        found: "\(Timestep.text(later)) after \(Timestep.text(earlier))")
    }
  }
}

/// The last ⌊n · strength⌋ of n timesteps, where SDEdit enters the walk (Meng et al. 2022; counted as in diffusers).
/// Throws if `strength` isn't in 0…1 or leaves no timestep.
public func lastTimesteps(_ timesteps: [Double], strength: Double) throws -> [Double] {
  guard (0...1).contains(strength) else {
    throw StageFault.outOfRange(port: "strength", expected: "0 to 1", found: "\(strength)")
  }
  let kept = min(Int(Double(timesteps.count) * strength), timesteps.count)
  guard kept > 0 else {
    throw StageFault.outOfRange(
      port: "strength", expected: "at least 1/\(timesteps.count), so that one of \(timesteps.count) timesteps is left",
      found: "\(strength)")
  }
  return Array(timesteps.suffix(kept))
}

/// DeepFloyd's named selections, as numbers of timesteps in sections of its 1000 steps.
public enum Respacing: String, Choice {
  /// 27 timesteps in 5 sections, most of them at the clean end.
  case fast27
  /// 27 timesteps in 7 sections, most of them at both ends.
  case smart27
  /// 50 timesteps in 10 sections, most of them at both ends.
  case smart50
  /// 100 timesteps in 23 sections, most of them at the noisy end.
  case smart100
  /// 185 timesteps in 23 sections, most of them at the noisy end.
  case smart185
  /// 27 timesteps in 10 sections, most of them at the noisy end.
  case super27
  /// 40 timesteps in 10 sections, most of them at the noisy end.
  case super40
  /// 100 timesteps in 10 sections, most of them at the noisy end.
  case super100

  /// The number of timesteps in each section, from the clean end up.
  public var sections: [Int] {
    switch self {
    case .fast27: [10, 10, 3, 2, 2]
    case .smart27: [7, 4, 2, 1, 2, 4, 7]
    case .smart50: [10, 6, 4, 3, 2, 2, 3, 4, 6, 10]
    case .smart100: [1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3, 3, 4, 4, 5, 5, 6, 7, 7, 8, 9, 10, 13]
    case .smart185: [1, 1, 2, 2, 2, 3, 3, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 20]
    case .super27: [1, 1, 1, 1, 1, 1, 1, 2, 5, 13]
    case .super40: [2, 2, 2, 2, 2, 2, 3, 4, 6, 15]
    case .super100: [4, 4, 6, 6, 8, 8, 10, 10, 14, 30]
    }
  }
}
