import Basics
import PipelineKit

/// What the manual page lists besides the commands.
enum ManualLists {
  /// Exit codes with their meaning.
  static let exitCodes: [(String, String)] =
    [("0", "The command did what it was asked.")]
    + FaultCause.allCases.map { ("\($0.rawValue)", meaning($0)) }
    + [("143", "The program was asked to terminate (SIGTERM).")]

  private static func meaning(_ cause: FaultCause) -> String {
    switch cause {
    case .usage: "The command line is wrong: an unknown option or parameter, or a value of the wrong kind."
    case .data: "A file's content is wrong: a pipeline, a recipe, a picture or a model."
    case .missingInput: "A file that should be read is missing or can't be opened."
    case .unavailable: "A server of a model doesn't answer, or refuses; or another process of a training run doesn't."
    case .fault: "The program has a mistake: please report it."
    case .cannotWrite: "A file can't be written, or must not be."
    case .limit: "A limit was reached that the command line sets (--time-limit)."
    case .interrupted: "The user stopped the program (Ctrl-C)."
    }
  }

  /// Every environment variable that the program reads, with its meaning.
  static let environment: [(String, String)] = [
    (
      "PIPELINEKIT_MODELS",
      "A folder with models, searched before those that are installed. Folders 'pipelines' and 'recipes' beside it are "
        + "searched for names as well."
    ),
    ("PIPELINEKIT_ISA", "The highest instruction set that kernels use: 'avx512', 'avx2' or 'generic'."),
    ("PIPELINEKIT_PRODUCTS", "What multiplies matrices: 'own' kernels or 'openblas'."),
    ("OPENBLAS_CORETYPE", "The kind of processor that OpenBLAS takes this one for; otherwise chosen by the program."),
    (
      "SLURM_ARRAY_TASK_ID, _COUNT, _MIN, _MAX",
      "In a task of a Slurm array, which part of a sweep this process does, unless --shard says it."
    ),
    (
      "JOB_COMPLETION_INDEX, PIPELINEKIT_SHARDS",
      "In a pod of an indexed job of Kubernetes, which part of a sweep this process does, unless --shard says it, and how "
        + "many parts there are: the job's completions."
    ),
    (
      "OMPI_COMM_WORLD_SIZE, OMPI_COMM_WORLD_RANK",
      "In a process that Open MPI's mpirun started: how many there are, and which one this is. They train together."
    ),
    ("XDG_CACHE_HOME", "The folder of caches, ~/.cache by default."),
    (
      "HF_HUB_CACHE, HUGGINGFACE_HUB_CACHE, HF_HOME",
      "Where Hugging Face's downloads are: the cache's folder, its older name, and the folder that holds 'hub'. By "
        + "default ~/.cache/huggingface/hub."
    ),
    (
      "PIPELINEKIT_SERVER_HEADERS",
      "A file of headers for servers of models, such as credentials: lines of HOST[:PORT] NAME: VALUE."
    ),
    ("SSL_CERT_FILE", "The certificates that servers of models are trusted by, instead of the system's."),
    ("HOME", "What '~' stands for in the variables above."),
    ("PATH", "Where the programs of the stage 'run' are looked for."),
    ("TMPDIR", "The folder of temporary files, /tmp by default."),
    ("TERM", "'dumb' turns the line of progress off."),
    ("COLUMNS", "The terminal's width, where the terminal doesn't tell it."),
  ]

  /// Files and folders that the program uses, with what is in them. PREFIX is the folder that holds the program's `bin`.
  static let files: [(String, String)] = [
    ("PREFIX/share/pipelinekit/models", "Embedded models."),
    (
      "PREFIX/share/pipelinekit/pipelines, recipes",
      "Pipelines and recipes that can be named. Those in 'pipelines' and 'recipes' of the working directory come first."
    ),
    (
      "data/mnist",
      "The digits that '\(ProgramName.current) fetch mnist' downloaded, and where recipes look for them: in the working directory."
    ),
    (
      "DIR/sweep-plan.json",
      "What the shards of a sweep have in common, in their folder of outputs, for '\(ProgramName.current) collect'."
    ),
    ("runs/NAME", "What '\(ProgramName.current) train' makes of recipe NAME, in the working directory."),
    (
      "~/.cache/pipelinekit",
      "Encoded prompts, which '\(ProgramName.current) cache' lists and removes, and what '\(ProgramName.current) build' built."
    ),
    ("~/.cache/huggingface/hub", "Models that 'hf download' downloaded."),
  ]
}
