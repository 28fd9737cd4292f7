public import Basics
import Foundation
import Inference
import Tensors

/// Downloads the gzipped files of a data set, each from the first mirror that has it undamaged.
public struct Fetch: Sendable {
  /// A file's name, without `.gz`, and its MD5 checksum.
  public typealias File = (name: String, md5: String)

  /// What the published checksums are of.
  public enum Checksums: Sendable {
    /// The unpacked content.
    case unpacked
    /// The gzipped file. A file that is there unpacked can't be checked with them, and is kept.
    case packed
  }

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
  /// What the files' checksums are of.
  public let checksums: Checksums

  /// Makes a download of files from mirrors; a missing `/` at a mirror's end is added.
  public init(_ files: [File], mirrors: [String], checksums: Checksums = .unpacked) {
    (self.files, self.checksums) = (files, checksums)
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

  /// Fashion-MNIST (Xiao, Rasul & Vollgraf 2017, arXiv 1708.07747), with its published checksums.
  public static let fashionMNIST = Fetch(
    [
      ("train-images-idx3-ubyte", "8d4fb7e6c68d591d4c3dfef9ec88bf0d"),
      ("train-labels-idx1-ubyte", "25c81989df183df01b3e8a0aad5dffbe"),
      ("t10k-images-idx3-ubyte", "bef4ecab320f06d8554ea6380940ec79"),
      ("t10k-labels-idx1-ubyte", "bb300cfdad3c16e7a12a480ee83cd310"),
    ],
    mirrors: [
      "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
      "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
    ], checksums: .packed)

  /// The same files from other mirrors.
  public func from(_ mirrors: [String]) -> Fetch { Fetch(files, mirrors: mirrors, checksums: checksums) }

  /// The limit on the unpacked size of a file, in bytes.
  private static let limit = 1 << 28

  /// Downloads the files into a folder and keeps those that are there. Throws if one there has another checksum, or if
  /// no mirror has a file.
  public func callAsFunction(to folder: String, report: (Event) -> Void = { _ in }) throws {
    for file in files {
      if let path = try? IDX.path(of: file.name, in: folder) {
        let found = try checksum(FileFault.contents(of: path), path)
        guard found == nil || found == file.md5 else {
          throw FetchFault.wrong(path: path, expected: file.md5, found: found!, checksums)
        }
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
          let found = try checksum(bytes, "what it sends") ?? md5(bytes)
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

  /// The checksum to compare; nil for a file that is unpacked where the published ones are of packed files.
  private func checksum(_ bytes: [UInt8], _ path: String) throws -> String? {
    switch (checksums, Gzip.isGzip(bytes)) {
    case (.unpacked, true): md5(try Gzip.unpacked(bytes, path: path, limit: Self.limit))
    case (.unpacked, false), (.packed, true): md5(bytes)
    case (.packed, false): nil
    }
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
  case wrong(path: String, expected: String, found: String, Fetch.Checksums)

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
    case .wrong(let path, let expected, let found, let checksums):
      "\(path): holds something else: expected MD5 \(expected), found \(found) (\(checksums)); remove it, or name another "
        + "folder by --to"
    }
  }
}
