import Foundation

/// Expands home folders and variables in paths where no shell does it: in a quoted text or a file of variables.
package enum PathVariables {
  /// The path with `~`, `~user`, `$name` and `${name}` replaced, like Python's expanduser followed by expandvars:
  /// unknown names stay as they are.
  package static func expanded(_ path: String, _ environment: [String: String]) -> String {
    var path = path
    if path.hasPrefix("~") {
      let user = path.dropFirst().prefix { $0 != "/" }
      let home: String? =
        if user.isEmpty, let home = environment["HOME"] { home } else {
          (user.isEmpty ? getpwuid(getuid()) : getpwnam(String(user))).flatMap { $0.pointee.pw_dir }
            .map { String(cString: $0) }
        }
      if var home {
        while home.hasSuffix("/") { home.removeLast() }
        path = home + path.dropFirst(1 + user.count)
        if path.isEmpty { path = "/" }
      }
    }
    let variable = /\$(?:([A-Za-z0-9_]+)|\{([^}]*)\})/
    return path.replacing(variable) { match in
      environment[String(match.output.1 ?? match.output.2!)] ?? String(match.output.0)
    }
  }

  /// The unknown name at the beginning of a path that `expanded` returned: `~nobody`, `$UNSET`; nil where there is
  /// none.
  package static func unknown(_ expanded: String) -> String? {
    let first = expanded.prefix { $0 != "/" }
    return first.hasPrefix("~") || first.hasPrefix("$") ? String(first) : nil
  }
}
