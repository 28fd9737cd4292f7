import Basics
import Foundation
import Tensors
import TestSupport
import Testing

/// `make install` and `make deb` with a program that only tells what it was called with.
@Suite struct InstallTests {
  private static let stub = """
    #!/bin/sh
    case $1 in --version) echo "runner 1.2.3" ;; *) echo "stub $*" ;; esac
    """

  private func withStub(_ text: String = stub, _ body: (Program) throws -> Void) throws {
    try withTemporaryFolder { folder in
      try AtomicFile.write(Array((text + "\n").utf8), to: folder + "/stub")
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder + "/stub")
      try body(Program(folder: folder, environment: ["STUB": folder + "/stub"]))
    }
  }

  private func make(_ target: String, _ settings: String) -> String {
    "make -s -C '\(Fixtures.package)' RUNNER=\"$STUB\" \(settings) \(target)"
  }

  /// The program writes its own completions and manual page; uninstalling leaves nothing of them.
  @Test func completionsAndManualComeAndGo() throws {
    try withStub { user in
      let install = try user.shell(make("install", "PREFIX=\"$PWD/usr\""))
      #expect(install.exit == 0, "\(install.errors)")
      for (path, text) in [
        ("bash-completion/completions/runner", "stub --generate-completion-script bash\n"),
        ("zsh/site-functions/_runner", "stub --generate-completion-script zsh\n"),
        ("fish/vendor_completions.d/runner.fish", "stub --generate-completion-script fish\n"),
        ("man/man1/runner.1", "stub manual\n"),
      ] {
        let found = try String(contentsOfFile: "\(user.folder)/usr/share/\(path)", encoding: .utf8)
        #expect(found == text)
      }
      let data = ["models", "pipelines", "pictures", "recipes", "schemas"].filter {
        FileSystem.isFolder("\(Fixtures.package)/\($0)")
      }
      #expect(data.count >= 4)
      for folder in data {
        let path = "\(user.folder)/usr/share/pipelinekit/\(folder)"
        let installed = try FileManager.default.subpathsOfDirectory(atPath: path)
        let ours = try FileManager.default.subpathsOfDirectory(atPath: "\(Fixtures.package)/\(folder)")
        #expect(Set(installed) == Set(ours))
      }
      #expect(try user.shell(make("uninstall", "PREFIX=\"$PWD/usr\"")).exit == 0)
      #expect(try FileManager.default.contentsOfDirectory(atPath: user.folder) == ["stub"])
    }
  }

  @Test func aProgramThatDoesNotRunInstallsNothing() throws {
    try withStub("#!/bin/sh\nexit 1") { user in
      let result = try user.shell(make("install", "PREFIX=\"$PWD/usr\""))
      #expect(result.exit != 0 && result.newFiles.isEmpty)
      #expect(result.errors.contains("nothing was installed"), "\(result.errors)")
    }
  }

  /// The package has what `make install` installs, in Debian's places, and lists the sums of all files.
  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/dpkg-deb")))
  func debianPackage() throws {
    try withStub { user in
      let made = try user.shell(
        "COMPRESSION=none OUT=\"$PWD\" RUNNER=\"$STUB\" sh '\(Fixtures.package)/Scripts/deb.sh'")
      #expect(made.exit == 0, "\(made.errors)")
      let package = try #require(made.newFiles.first { $0.hasPrefix("pipelinekit_1.2.3_") && $0.hasSuffix(".deb") })
      let fields = try user.shell("dpkg-deb --field \(package) Package Version Section Description")
      #expect(fields.output.hasPrefix("Package: pipelinekit\nVersion: 1.2.3\nSection: graphics\nDescription: image"))
      #expect(try user.shell("dpkg-deb --extract \(package) root; dpkg-deb --control \(package) control").exit == 0)
      let sums = try user.shell("cd root && md5sum --quiet -c ../control/md5sums && find . -type f | wc -l")
      #expect(sums.exit == 0, "\(sums.output)")
      let listed = try String(contentsOfFile: user.folder + "/control/md5sums", encoding: .utf8)
      #expect(listed.split(separator: "\n").count == Int(sums.output.trimmingCharacters(in: .whitespacesAndNewlines)))
      for path in [
        "bin/runner", "share/man/man1/runner.1.gz", "share/zsh/vendor-completions/_runner",
        "share/bash-completion/completions/runner", "share/doc/pipelinekit/copyright",
        "share/doc/pipelinekit/changelog.gz", "share/pipelinekit/pipelines/hybrid.json",
      ] {
        #expect(listed.contains("  usr/\(path)\n"), "\(path)")
      }
      #expect(!listed.contains("pipelinekit/installed"))
    }
  }
}
