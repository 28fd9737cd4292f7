import Foundation

/// A file that is being written under a temporary name beside its final one: `.NAME.PROCESS-BOOT.part`, where BOOT
/// identifies the current boot of this machine. It is locked while it is open, so that leftovers of killed processes
/// can be told from files that other processes are writing.
struct PartFile {
  private let path: String
  private let descriptor: Int32

  init(beside target: String) throws(FileFault) {
    // A file that replaces a private one must be private from the start.
    let mode: mode_t = FileSystem.exists(target) ? 0o600 : 0o666
    var number = ProcessInfo.processInfo.processIdentifier
    while true {
      let ending = Array(".\(number)-\(Self.boot).part".utf8)
      let name = Array(".".utf8) + FileName.bytes(FileName.last(of: target)).prefix(254 - ending.count) + ending
      let path = FileName.path(FileName.text(name), in: FileName.folder(of: target))
      guard let system = FileName.system(path) else {
        throw .cannotWrite(path: path, reason: "its name holds a zero byte")
      }
      let descriptor = open(system, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode)
      if descriptor < 0 {
        guard errno == EEXIST else { throw .cannotWrite(path: path, reason: FileFault.reason(errno)) }
        // Two containers on one kernel may have processes with the same number.
        number = number == .max ? 1 : number + 1
        continue
      }
      // On file systems without locks, leftovers are recognised by their age.
      _ = flock(descriptor, LOCK_EX)
      var status = stat()
      if fstat(descriptor, &status) != 0 || status.st_nlink > 0 {
        (self.path, self.descriptor) = (path, descriptor)
        return
      }
      // Another process removed the file as a leftover before it was locked.
      close(descriptor)
    }
  }

  func write(_ bytes: [UInt8]) throws { try bytes.withUnsafeBufferPointer(write) }

  func write(_ bytes: UnsafeBufferPointer<UInt8>) throws {
    var done = 0
    while done < bytes.count {
      let count = Glibc.write(descriptor, bytes.baseAddress! + done, bytes.count - done)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw FileFault.cannotWrite(path: path, reason: FileFault.reason(errno)) }
      done += count
    }
  }

  /// Renames the file to `target`, with the mode and owner of the file that is there.
  func replace(_ target: String) throws {
    func require(_ result: Int32) throws {
      if result != 0 { throw FileFault.cannotWrite(path: target, reason: FileFault.reason(errno)) }
    }
    if let old = FileSystem.status(target) {
      // Only root can give a file to another user, but the group can often be set.
      let hasGroup =
        fchown(descriptor, old.st_uid, old.st_gid) == 0 || fchown(descriptor, .max, old.st_gid) == 0
      // Where the group can't be kept, the new group gets only rights that both the old group and everybody else had.
      let mode = hasGroup ? old.st_mode & 0o777 : old.st_mode & 0o707 | (old.st_mode & 0o7) << 3 & old.st_mode
      _ = fchmod(descriptor, mode)
    }
    // Sync before the rename: after a power cut the name must not lead to an empty file.
    try require(fsync(descriptor))
    guard let system = FileName.system(path), let final = FileName.system(target) else { return }
    try require(rename(system, final))
    close(descriptor)
    PartFile.syncFolder(of: target)
  }

  /// Gives the file the name `target` too; returns false where a file has this name already.
  func link(to target: String) throws -> Bool {
    guard let system = FileName.system(path), let final = FileName.system(target) else { return false }
    guard fsync(descriptor) == 0 else {
      throw FileFault.cannotWrite(path: target, reason: FileFault.reason(errno))
    }
    if Glibc.link(system, final) != 0 {
      let reason = errno
      if reason == EEXIST { return false }
      // A file system without hard links, such as some network shares: the name is free, or was a moment ago.
      guard [EPERM, ENOTSUP, ENOSYS, EMLINK].contains(reason), !FileSystem.exists(target), rename(system, final) == 0
      else { throw FileFault.cannotWrite(path: target, reason: FileFault.reason(reason)) }
    }
    PartFile.syncFolder(of: target)
    return true
  }

  /// Writes a folder's new names to the disk, where its file system does that.
  private static func syncFolder(of target: String) {
    guard let folder = FileName.system(FileName.folder(of: target)) else { return }
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  func discard() {
    try? FileSystem.remove(path)
    close(descriptor)
  }

  // MARK: Leftovers

  /// Removes the temporary files in a folder that no process is writing any more: those of this boot that are not
  /// locked, and others after a day without a change. Files of other users are left alone.
  static func removeLeftovers(in folder: String) {
    for name in (try? FileSystem.names(in: folder)) ?? [] {
      guard let boot = bootOfPart(name) else { continue }
      let path = FileName.path(name, in: folder)
      guard let system = FileName.system(path) else { continue }
      let descriptor = open(system, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
      guard descriptor >= 0 else { continue }
      defer { close(descriptor) }
      var status = stat()
      guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid() else {
        continue
      }
      let isFree = flock(descriptor, LOCK_EX | LOCK_NB) == 0
      if !isFree, errno == EWOULDBLOCK { continue }
      let isOld = Double(status.st_mtim.tv_sec) < Date().timeIntervalSince1970 - 86_400
      if isOld || (isFree && boot == Self.boot && boot != Self.unknownBoot) { unlink(system) }
    }
  }

  static func isPart(_ name: String) -> Bool { bootOfPart(name) != nil }

  /// The boot in the name of a temporary file; nil for all other names.
  private static func bootOfPart(_ name: String) -> String? {
    let parts = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count >= 4, parts[0].isEmpty, parts.last!.elementsEqual("part".utf8) else { return nil }
    let words = parts[parts.count - 2].split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard words.count == 2, Int32(String(Substring(words[0]))).map({ $0 > 0 }) == true, words[1].count == 8,
      words[1].allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
    else { return nil }
    return String(Substring(words[1]))
  }

  private static let unknownBoot = "00000000"

  /// Eight hexadecimal digits that differ between machines and between boots.
  private static let boot: String = {
    let text = (try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)) ?? ""
    let digits = text.utf8.prefix(8)
    let isBoot = digits.count == 8 && digits.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    return isBoot ? String(decoding: digits, as: UTF8.self) : unknownBoot
  }()
}
