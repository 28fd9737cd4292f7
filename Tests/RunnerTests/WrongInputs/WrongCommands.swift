import Basics

private let parameters: [String: WrongInput.Content] = [
  "f.json": .text(#"{"parameters": {"seed": 1, "scale": 1.5, "flip": true, "sizes": [1, 2]}, "stages": {}}"#)
]

let wrongParameters: [WrongInput] = [
  .command(
    "a misspelt parameter", "f.json", "sed=3", with: parameters,
    says: "error: there is no parameter 'sed'; did you mean 'seed'?"),
  .command(
    "a parameter that the file doesn't have", "f.json", "prompt=cat", with: parameters,
    says: "error: there is no parameter 'prompt'; expected one of 'seed', 'scale', 'flip', 'sizes'"),
  .command(
    "a word for an integer", "f.json", "seed=many", with: parameters,
    says: "error: parameter 'seed' takes an integer, found 'many'"),
  .command(
    "a fraction for an integer parameter", "f.json", "seed=1.5", with: parameters,
    says: "error: parameter 'seed' takes an integer, found '1.5'"),
  .command(
    "nothing for an integer", "f.json", "seed=", with: parameters,
    says: "error: parameter 'seed' takes an integer, found ''"),
  .command(
    "not a number", "f.json", "scale=nan", with: parameters,
    says: "error: parameter 'scale' takes a number, found 'nan'"),
  .command(
    "`yes` for a flag", "f.json", "flip=yes", with: parameters,
    says: "error: parameter 'flip' takes true or false, found 'yes'"),
  .command(
    "words for a list of integers", "f.json", "sizes=a,b", with: parameters,
    says: "error: parameter 'sizes' takes a list of integer, found 'a,b'"),
  .command("no `=`", "f.json", "seed", with: parameters, says: "error: 'seed' has no '='; expected name=value"),
  .command(
    "a space for `=`", "f.json", "seed", "4", with: parameters,
    says: "error: 'seed' has no '='; did you mean 'seed=4', without spaces?"),
  .command(
    "spaces around `=`", "f.json", "seed", "=", "4", with: parameters,
    says: "error: 'seed' has no '='; did you mean 'seed=4', without spaces?"),
  .command(
    "no time", "f.json", "--time-limit", "soon", with: parameters,
    says:
      "error: --time-limit takes a number of seconds, or of minutes or hours with m or h (90, 2m, 1h); found 'soon'"),
  WrongInput(
    what: "no time to wait for another process", arguments: ["train", "r.json", "--peer-timeout", "never"],
    files: ["r.json": .text(#"{"network": {}}"#)], cause: .usage,
    says: [
      "error: --peer-timeout takes a number of seconds, or of minutes or hours with m or h (90, 2m, 1h); found 'never'"
    ]),
  .command(
    "help on no command", "help", "grpah",
    says: "error: there is no command 'grpah'; did you mean 'runner help graph'?"),
  .command(
    "a parameter given twice", "f.json", "seed=1", "seed=2", with: parameters,
    says: "error: parameter 'seed' is given more than once"),
]

private let empty: [String: WrongInput.Content] = ["f.json": .text(#"{"stages": {}}"#)]

let wrongCommands: [WrongInput] = [
  .command("a missing file", "hybird.json", cause: .missingInput, says: "error: hybird.json: no such file"),
  .command(
    "a folder in place of a file", "folder", with: ["folder/x": .text("")], cause: .missingInput,
    says: "error: folder: can't be read: it is a folder"),
  .command(
    "a device in place of a file", "/dev/null", cause: .missingInput,
    says: "error: /dev/null: can't be read: it is a device, not a file"),
  .command(
    "a misspelt command", "chek", "f.json", with: empty,
    says: "error: there is no command, installed pipeline or file 'chek'; did you mean 'runner check'?"),
  .command(
    "a command with letters swapped", "grpah", "f.json", with: empty,
    says: "error: there is no command, installed pipeline or file 'grpah'; did you mean 'runner graph'?"),
  .command(
    "a word that is nothing", "zzz", "f.json", with: empty,
    says:
      "error: there is no command, installed pipeline or file 'zzz'; 'runner --help' lists the commands, 'runner pipelines' the installed pipelines"
  ),
  .command(
    "a shell without completions", "--generate-completion-script", "tcsh",
    says: "error: --generate-completion-script takes bash, zsh or fish, found 'tcsh'"),
  .command(
    "a misspelt installed pipeline", "hybird",
    says: "error: there is no command, installed pipeline or file 'hybird'; did you mean 'runner hybrid'?"),
  .command(
    "a parameter written as an option", "f.json", "--seed", "4", with: parameters,
    says: "error: there is no option '--seed'. A parameter is set without dashes: seed=4",
    "Usage: runner run [<options>] <file> [<parameters> ...]",
    "  See 'runner run --help' for more information."),
  .command(
    "an unknown option on the command line", "f.json", "--fast", with: empty,
    says: "error: Unknown option '--fast'. Did you mean '--out'?",
    "Usage: runner run [<options>] <file> [<parameters> ...]",
    "  See 'runner run --help' for more information."),
  .command(
    "`--every` without a preview", "f.json", "--every", "2", with: empty,
    says: "error: --every is for previews: give --preview FILE or --show, too"),
  .command(
    "`--every 0`", "f.json", "--preview", "p.png", "--every", "0", with: empty,
    says: "error: --every takes a number from 1 on, found 0"),
  .command(
    "`--show` without a terminal", "f.json", "--show", with: empty,
    says:
      "error: --show: this terminal can't show pictures: it supports neither kitty's graphics nor iTerm2's, nor sixel"),
  .command(
    "`--threads 0`", "f.json", "--threads", "0", with: empty,
    says: "error: --threads takes a number from 1 on, found '0'"
  ),
  .command(
    "`--memory much`", "f.json", "--memory", "much", with: empty,
    says: "error: --memory takes a size (8GB, 500MB), 'fast' or 'lean', or both (lean,8GB); found 'much'"),
  .command(
    "a queue of nothing", "worker", "--queue", "0", with: empty,
    says: "error: --queue takes a number from 1 to 1000000, found '0'"),
  .command(
    "a port beyond all", "serve", "mnist-time", "--port", "70000", with: empty,
    says: "error: --port takes an integer, 0 … 65535, found '70000'"),
  .command(
    "a batch of nothing", "serve", "mnist-time", "--batch", "0", with: empty,
    says: "error: --batch takes an integer, 1 … 1024, found '0'"),
  .command(
    "requests without end", "serve", "mnist-time", "--largest-request", "5GB", with: empty,
    says: "error: --largest-request takes a size up to 4GB, found '5GB'"),
  .command(
    "a precision that isn't one", "serve", "mnist-time", "--precision", "int8", with: empty,
    says: "error: --precision takes 'single', 'half' or 'int8-weights', found 'int8'"),
  .command(
    "one name for two models", "serve", "mnist-time", "mnist-time=mnist-class", "--port", "0", with: empty,
    says: "error: two models are called 'mnist-time'; NAME=MODEL gives one another name"),
  .command(
    "a certificate without its key", "serve", "mnist-time", "--certificate", "f.json", with: empty,
    says: "error: --certificate and --key belong together; give both"),
  .command(
    "a file that holds no certificate", "serve", "mnist-time", "--port", "0", "--grpc-port", "0", "--certificate",
    "f.json", "--key", "f.json", with: empty, cause: .data, says: "error: f.json: can't be read as PEM"),
  .command(
    "a token of several words", "serve", "mnist-time", "--token-file", "f.json", with: ["f.json": .text("a b")],
    cause: .data, says: "error: f.json: holds no token; expected one line of printable ASCII characters"),
  .command(
    "an address of another machine", "serve", "mnist-time", "--host", "203.0.113.1", "--port", "0", with: empty,
    cause: .unavailable,
    says:
      "error: can't listen at 203.0.113.1:0: cannot assign requested address; give another --host, --port or --grpc-port"
  ),
  .command(
    "an address that isn't known", "serve", "mnist-time", "--host", "no-such-host.invalid", "--port", "0",
    "--grpc-port", "0", with: empty, cause: .unavailable,
    says:
      "error: can't listen at no-such-host.invalid:0: the name is not known; give another --host, --port or --grpc-port"
  ),
  .command(
    "a certificate that isn't there", "serve", "mnist-time", "--port", "0", "--grpc-port", "0", "--certificate", "nope",
    "--key", "nope", with: empty, cause: .missingInput, says: "error: nope: no such file"),
  .command(
    "a model's name for requests that is none", "serve", "a/b=mnist-time", with: empty,
    says:
      "error: 'a/b' can't be a model's name in requests; NAME=MODEL gives it another, of letters, digits, '-', '_' and '.'"
  ),
  .command(
    "a model's name for requests that is a path", "serve", "stats=mnist-time", with: empty,
    says:
      "error: 'stats' can't be a model's name in requests; NAME=MODEL gives it another, of letters, digits, '-', '_' and '.'"
  ),
  .command(
    "a permission to ask an address", "f.json", "--allow-net", "http://gpu", with: empty,
    says: "error: --allow-net takes HOST or HOST:PORT, found 'http://gpu'"),
  .command(
    "a permission to ask any server", "check", "f.json", "--allow-net", "*", with: empty,
    says: "error: --allow-net takes HOST or HOST:PORT, found '*'"),
  .command(
    "a model to serve that isn't there", "serve", "mnist-tine", with: empty, cause: .missingInput,
    says: "error: there is no model 'mnist-tine'; did you mean 'mnist-time'?"),
  .command(
    "two sizes", "f.json", "--memory", "1GB,2GB", with: empty,
    says: "error: --memory takes a size (8GB, 500MB), 'fast' or 'lean', or both (lean,8GB); found '1GB,2GB'"),
  .command(
    "a size without a number", "f.json", "--max-output", "GB", with: empty,
    says: "error: --max-output takes a size (500MB, 8GB, 1TB), found 'GB'"),
  .command(
    "`--threads many`", "f.json", "--threads", "many", with: empty,
    says: "error: --threads takes a number from 1 on, found 'many'"),
  .command(
    "`--threads -1`", "f.json", "--threads", "-1", with: empty,
    says: "error: --threads takes a number from 1 on, found '-1'"),
  .command(
    "`--threads 1e9`", "f.json", "--threads", "1e9", with: empty,
    says: "error: --threads takes a number from 1 on, found '1e9'"),
  .command(
    "`--threads 0` to `train`", "train", "r.json", "--threads", "0", with: empty,
    says: "error: --threads takes a number from 1 on, found '0'"),
  .command(
    "`--threads -2` to `evaluate`", "evaluate", "r.json", "--threads", "-2", with: empty,
    says: "error: --threads takes a number from 1 on, found '-2'"),
  WrongInput(
    what: "`PIPELINEKIT_ISA=sse9`", files: empty, environment: ["PIPELINEKIT_ISA": "sse9"], cause: .usage,
    says: ["error: the environment variable PIPELINEKIT_ISA takes 'avx512', 'avx2' or 'generic', found 'sse9'"]),
  WrongInput(
    what: "`PIPELINEKIT_PRODUCTS=mkl`", files: empty, environment: ["PIPELINEKIT_PRODUCTS": "mkl"], cause: .usage,
    says: ["error: the environment variable PIPELINEKIT_PRODUCTS takes 'own' or 'openblas', found 'mkl'"]),
  WrongInput(
    what: "`PIPELINEKIT_MODELS='~nobody/models'`",
    files: ["f.json": .text(#"{"stages": {"m": {"stage": "model", "from": "mini-if"}}}"#)],
    environment: ["PIPELINEKIT_MODELS": "~nobody-here/models"], cause: .missingInput,
    says: [
      "f.json:1:45: error: stage 'm': the environment variable PIPELINEKIT_MODELS names '~nobody-here/models', in which '~nobody-here' means nothing"
    ]),
  WrongInput(
    what: "`PIPELINEKIT_MODELS='$HOME/none'`",
    files: ["f.json": .text(#"{"stages": {"m": {"stage": "model", "from": "mini-if"}}}"#)],
    environment: ["PIPELINEKIT_MODELS": "$HOME/none"], cause: .missingInput,
    says: [
      "f.json:1:45: error: stage 'm': the environment variable PIPELINEKIT_MODELS names '~/none', which is not a folder"
    ]),
  WrongInput(
    what: "`XDG_CACHE_HOME='$UNSET/c'`", arguments: ["cache"], environment: ["XDG_CACHE_HOME": "$UNSET/c"],
    cause: .usage,
    says: [
      "error: there is no cache: the environment variable XDG_CACHE_HOME is '$UNSET/c', in which '$UNSET' means nothing"
    ]),
  .command(
    "an empty name, as of a variable that isn't set", "quantise", "mini-if", "",
    says: "error: there is an empty argument after 'mini-if'; is a variable of the shell not set?"),
  .command(
    "an empty name after an option's sign", "train", "mnist-time", "--out=",
    says: "error: there is an empty argument after '--out='; is a variable of the shell not set?"),
  .command(
    "a misspelt stage to `stages`", "stages", "stp", says: "error: there is no stage 'stp'; did you mean 'step'?"),
  .command(
    "an unknown thing to do with the cache", "cache", "prnue",
    says: "error: there is no 'runner cache prnue'; did you mean 'prune'?"),
  .command(
    "less than no days to `cache prune`", "cache", "prune", "--days=-3",
    says: "error: --days takes a number from 0 to 1000000000, found -3.0"),
  .command(
    "`--megabytes many` to `cache prune`", "cache", "prune", "--megabytes", "many",
    says: "error: The value 'many' is invalid for '--megabytes <megabytes>'",
    "Help:  --megabytes <megabytes>  Then remove the least recently used until the rest takes at most this many megabytes. (default: any number)",
    "Usage: runner cache prune [--days <days>] [--megabytes <megabytes>]",
    "  See 'runner cache prune --help' for more information."),
  .command(
    "`check` without a file", "check", says: "error: Missing expected argument '<file>'",
    "Help:  <file>  A pipeline file (JSON or YAML), an installed one's name ('runner pipelines' lists them), a picture that one made, or - for standard input.",
    "Usage: runner check [<options>] <file> [<parameters> ...]",
    "  See 'runner check --help' for more information."),
]
