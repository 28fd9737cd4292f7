import Basics
import PipelineKit

/// The script that makes a shell complete the words of `runner`. It asks the program (`Completion`) and leaves files to
/// the shell.
enum CompletionScript: String, CaseIterable {
  case bash, zsh, fish

  /// The option that prints a script, as programs with Swift's argument parser have it.
  static let option = "--generate-completion-script"

  /// The script that a command line asks for; nil for other command lines.
  ///
  /// - Throws: `CommandFault` for an unknown shell.
  static func asked(_ arguments: [String]) throws -> CompletionScript? {
    guard let first = arguments.first, first == option || first.hasPrefix(option + "=") else { return nil }
    let rest = first == option ? Array(arguments.dropFirst()) : [String(first.dropFirst(option.count + 1))]
    guard rest.count == 1, let script = CompletionScript(rawValue: rest[0]) else {
      throw CommandFault.shell(rest.joined(separator: " "))
    }
    return script
  }

  /// Its text, for the program's own name.
  var text: String {
    let text =
      switch self {
      case .bash: CompletionScript.bashText
      case .zsh: CompletionScript.zshText
      case .fish: CompletionScript.fishText
      }
    return text.replacing("runner", with: ProgramName.current)
  }

  private static let bashText = #"""
    # Completions of runner for bash. 'runner --generate-completion-script bash' prints this.
    _runner() {
      # Readline divides words at '=' and ':'; here they are whole.
      local word last='' joined='' i
      local -a words=()
      for ((i = 1; i <= COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]//[\\\"\']/}
        if [[ -n $joined && ($word == [=:]* || $last == *[=:]) ]]; then words[-1]+=$word; else words+=("$word"); fi
        joined=1 last=$word
      done
      if [[ ${COMP_LINE:0:COMP_POINT} == *[[:space:]] && -n ${words[-1]} ]]; then words+=(''); fi
      local current=${words[-1]} start='' part ending files=''
      if [[ $current == *=* ]]; then start=${current%"${current##*=}"}; fi
      part=${current#"$start"}
      COMPREPLY=()
      while IFS=$'\t' read -r word _; do
        case $word in
          :folders) files=1; mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -d -- "$part") ;;
          :files)
            files=1
            mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$part")
            ;;
          :files\ *)
            files=1
            for ending in ${word#:files }; do
              mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -X "!*.$ending" -- "$part")
            done
            mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -d -- "$part")
            ;;
          *) COMPREPLY+=("${word#"$start"}") ;;
        esac
      done < <("${COMP_WORDS[0]/#\~\//$HOME/}" ---complete "${words[@]}" 2> /dev/null)
      if [[ -n $files ]]; then compopt -o filenames 2> /dev/null; fi
      if [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *= ]]; then compopt -o nospace 2> /dev/null; fi
    }
    complete -F _runner runner
    """#

  private static let zshText = #"""
    #compdef runner
    # Completions of runner for zsh. 'runner --generate-completion-script zsh' prints this.
    _runner() {
      local program=${(Q)words[1]} line word meaning
      local -a described open files
      for line in "${(@f)$("${~program}" ---complete "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2> /dev/null)}"; do
        word=${line%%$'\t'*} meaning=${line#*$'\t'}
        case $word in
          '') ;;
          :folders) files=(-/) ;;
          :files) files=(-g '*') ;;
          :files\ *) files=(-g "*.(${${word#:files }// /|})(-.)") ;;
          *=) open+=("${word//:/\\:}:$meaning") ;;
          *) described+=("${word//:/\\:}:$meaning") ;;
        esac
      done
      if (( $#described )); then _describe word described; fi
      if (( $#open )); then _describe parameter open -S ''; fi
      if (( $#files )); then
        compset -P '*='
        _files "$files[@]"
      fi
    }
    if [[ $funcstack[1] == _runner ]]; then _runner "$@"; else compdef _runner runner; fi
    """#

  private static let fishText = #"""
    # Completions of runner for fish. 'runner --generate-completion-script fish' prints this.
    function __runner_complete
        set -l words (commandline -opc)
        set -l current (commandline -ct)
        set -l program $words[1]
        set -e words[1]
        set -l start (string match -r '^.*=' -- $current; or echo '')
        set -l part (string replace -r '^.*=' '' -- $current)
        for line in ($program ---complete $words "$current" 2>/dev/null)
            switch $line
                case ':folders'
                    for path in (__fish_complete_directories "$part" '')
                        echo $start$path
                    end
                case ':files*'
                    set -l endings (string split ' ' -- $line)[2..-1]
                    for path in (__fish_complete_path "$part")
                        set -l name (string split \t -- $path)[1]
                        set -l ending (string replace -r '.*\.' '' -- $name)
                        if test (count $endings) -eq 0; or string match -q '*/' -- $name; or contains -- $ending $endings
                            echo $start$path
                        end
                    end
                case '*'
                    echo $line
            end
        end
    end
    complete -c runner -f -k -a '(__runner_complete)'
    """#
}
