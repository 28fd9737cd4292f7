public import Basics
import Foundation
import Inference
import Tensors

/// Downloads the gzipped files of a data set, each from the first mirror that has it undamaged.
public struct Fetch: Sendable {
  /// A file's name, without `.gz`, and the MD5 checksum of its unpacked content.
  public typealias File = (name: String, md5: String)

  /// An event that a download reports.
  public enum Event: Sendable {
    /// The file at this path exists already and is kept.
    case kept(String)
    /// The download of this URL starts.
    case trying(String)
    /// The file was written to this path.
    case wrote(String)
  }

  /// The files of the data set.
  public let files: [File]
  /// URLs to which the files' names are appended, in the order in which they are tried.
  public let mirrors: [String]

  /// Makes a download of files from mirrors; a missing `/` at a mirror's end is added.
  public init(_ files: [File], mirrors: [String]) {
    self.files = files
    self.mirrors = mirrors.map { $0.hasSuffix("/") ? $0 : $0 + "/" }
  }

  /// The MNIST database of handwritten digits (LeCun, Cortes & Burges), with its published checksums.
  public static let mnist = Fetch(
    [
      ("train-images-idx3-ubyte", "6bbc9ace898e44ae57da46a324031adb"),
      ("train-labels-idx1-ubyte", "a25bea736e30d166cdddb491f175f624"),
      ("t10k-images-idx3-ubyte", "2646ac647ad5339dbf082846283269ea"),
      ("t10k-labels-idx1-ubyte", "27ae3e4e09519cfbb04c329615203637"),
    ],
    mirrors: [
      "https://ossci-datasets.s3.amazonaws.com/mnist/", "https://storage.googleapis.com/cvdf-datasets/mnist/",
    ])

  /// The limit on the unpacked size of a file, in bytes.
  private static let limit = 1 << 28

  /// Downloads the files into a folder and keeps those that are there. Throws if one there has another checksum, or if
  /// no mirror has a file.
  public func callAsFunction(to folder: String, report: (Event) -> Void = { _ in }) throws {
    for file in files {
      if let path = try? IDX.path(of: file.name, in: folder) {
        let found = try Self.checksum(FileFault.contents(of: path), path)
        guard found == file.md5 else { throw FetchFault.wrong(path: path, expected: file.md5, found: found) }
        report(.kept(path))
        continue
      }
      let path = "\(folder)/\(file.name).gz"
      if let obstacle = AtomicFile.obstacle(to: path, named: path) { throw obstacle }
      var attempts: [(mirror: String, reason: String)] = []
      for mirror in mirrors {
        report(.trying(mirror + file.name + ".gz"))
        do {
          let bytes = try Self.download(mirror + file.name + ".gz")
          let found = try Self.checksum(bytes, "what it sends")
          guard found == file.md5 else { throw Refusal(reason: "sends another file, of MD5 \(found)") }
          try AtomicFile.write(bytes, to: path)
          report(.wrote(path))
          break
        } catch let refusal as Refusal { attempts.append((mirror, refusal.reason)) } catch is GzipFault {
          attempts.append((mirror, "sends something damaged"))
        }
      }
      if attempts.count == mirrors.count { throw FetchFault.noMirror(path: path, attempts: attempts) }
    }
  }

  /// The reason why a mirror failed.
  private struct Refusal: Error { var reason: String }

  private static func checksum(_ bytes: [UInt8], _ path: String) throws -> String {
    md5(Gzip.isGzip(bytes) ? try Gzip.unpacked(bytes, path: path, limit: limit) : bytes)
  }

  /// The content of a URL, downloaded with the system's curl, which handles proxies and certificates.
  private static func download(_ url: String) throws -> [UInt8] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "curl", "--fail", "--location", "--silent", "--show-error", "--connect-timeout", "20", "--max-time", "900",
      "--max-filesize", "\(limit)", "--proto", "=http,https,file", "--url", url,
    ]
    let (output, errors) = (Pipe(), Pipe())
    (process.standardInput, process.standardOutput, process.standardError) = (FileHandle.nullDevice, output, errors)
    do { try process.run() } catch { throw Refusal(reason: "curl can't be run: \(FileFault.reason(error))") }
    let bytes = [UInt8]((try? output.fileHandleForReading.readToEnd()) ?? Data())
    let said = String(decoding: (try? errors.fileHandleForReading.readToEnd()) ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    if process.terminationStatus == 0 { return bytes }
    throw Refusal(reason: reason(process.terminationStatus, said))
  }

  /// The meaning of curl's exit code, or curl's own message.
  private static func reason(_ code: Int32, _ said: String) -> String {
    let words = said.split(separator: "\n").first.map(String.init) ?? "curl fails with code \(code)"
    switch code {
    case 1, 3: return "no URL that can be fetched"
    case 5: return "the proxy was not found"
    case 6: return "the host was not found"
    case 7: return "no connection"
    case 22: return "answers \(words.split(separator: " ").last ?? "with an error")"
    case 28: return "no answer in time"
    case 37: return "no such file"
    case 127: return "there is no 'curl' to fetch it with"
    default: return words.replacing(/^curl: \(\d+\)\s/, with: "")
    }
  }
}

/// An error in downloading a data set.
public enum FetchFault: Fault {
  /// No mirror had the file; `attempts` are the reasons.
  case noMirror(path: String, attempts: [(mirror: String, reason: String)])
  /// The file at `path` exists and has another MD5 checksum.
  case wrong(path: String, expected: String, found: String)

  public var cause: FaultCause {
    switch self {
    case .noMirror: .missingInput
    case .wrong: .data
    }
  }

  public var description: String {
    switch self {
    case .noMirror(let path, let attempts):
      "\(path): no mirror provided it: "
        + attempts.map { "\($0.mirror) (\($0.reason))" }.joined(separator: ", ")
        + "; put the file there yourself, or name another mirror by --mirror"
    case .wrong(let path, let expected, let found):
      "\(path): holds something else: expected MD5 \(expected), found \(found) (unpacked); remove it, or name another "
        + "folder by --to"
    }
  }
}
