import Basics
import Foundation
import Images
import Tensors

/// Pictures in a terminal that can show them.
enum TerminalPictures: Equatable {
  /// kitty's graphics protocol: PNG in APC sequences.
  case kitty
  /// iTerm2's inline images: PNG in an OSC 1337 sequence.
  case iTerm2
  /// DEC's sixel graphics.
  case sixel

  /// The way that the terminal says it knows; nil where there is no terminal, or it knows none. The terminal is asked, as
  /// environment variables don't tell through ssh and multiplexers.
  static func asked() -> TerminalPictures? {
    let terminal = open("/dev/tty", O_RDWR | O_NOCTTY)
    guard terminal >= 0 else { return nil }
    defer { close(terminal) }
    var before = termios()
    guard isatty(STDERR_FILENO) == 1, tcgetattr(terminal, &before) == 0 else { return nil }
    var raw = before
    raw.c_lflag &= ~UInt32(ICANON | ECHO)
    tcsetattr(terminal, TCSANOW, &raw)
    defer { tcsetattr(terminal, TCSAFLUSH, &before) }
    // kitty's query, the terminal's name and version, and its attributes, which every terminal answers: last.
    let question = Array("\u{1b}_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\u{1b}\\\u{1b}[>q\u{1b}[c".utf8)
    guard write(terminal, question, question.count) == question.count else { return nil }
    var answer: [UInt8] = []
    let watch = Stopwatch()
    while answer.count < 4096, watch.seconds < 1 {
      var waiting = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
      guard poll(&waiting, 1, 200) > 0 else { continue }
      var bytes = [UInt8](repeating: 0, count: 256)
      let count = read(terminal, &bytes, bytes.count)
      if count <= 0 { break }
      answer += bytes[..<count]
      if TerminalPictures.isWhole(answer) { break }
    }
    return TerminalPictures(answer: String(decoding: answer, as: UTF8.self))
  }

  /// Whether the attributes have come: `ESC [ ? … c`.
  private static func isWhole(_ answer: [UInt8]) -> Bool {
    String(decoding: answer, as: UTF8.self).contains(/\u{1b}\[\?[0-9;]*c/)
  }

  /// What a terminal's answer says; nil where it knows no way.
  init?(answer: String) {
    if answer.contains("_Gi=31;OK") {
      self = .kitty
    } else if answer.contains(/\u{1b}P>\|(iTerm2|WezTerm|mintty)/) {
      self = .iTerm2
    } else if let match = answer.firstMatch(of: /\u{1b}\[\?([0-9;]*)c/), match.1.split(separator: ";").contains("4") {
      self = .sixel
    } else {
      return nil
    }
  }

  /// A picture 1×C×H×W as the terminal takes it.
  func text(_ picture: Tensor) throws -> String {
    switch self {
    case .kitty:
      let data = try Data(ImageFile.encode(picture, as: .png, named: "picture")).base64EncodedString()
      var parts: [String] = []
      var rest = data[...]
      while !rest.isEmpty {
        let part = rest.prefix(4096)
        rest = rest.dropFirst(4096)
        let head = parts.isEmpty ? "f=100,a=T," : ""
        parts.append("\u{1b}_G\(head)m=\(rest.isEmpty ? 0 : 1);\(part)\u{1b}\\")
      }
      return parts.joined() + "\n"
    case .iTerm2:
      let bytes = try ImageFile.encode(picture, as: .png, named: "picture")
      return "\u{1b}]1337;File=inline=1;size=\(bytes.count):\(Data(bytes).base64EncodedString())\u{07}\n"
    case .sixel: return Sixel.text(picture) + "\n"
    }
  }
}
