import Basics

private let noise: [String: WrongInput.Content] = ["f.json": .text(SweepTests.noise)]

let wrongSweeps: [WrongInput] = [
  .command(
    "`--each` without values", "f.json", "--each", "seed", with: noise,
    says: "error: --each takes NAME=VALUES, such as seed=1..16 or guidance=3,5,7; found 'seed'"),
  .command(
    "`--each` with nothing", "f.json", "--each", "seed=", with: noise, says: "error: --each seed= has no values"),
  .command(
    "`--each` of a parameter that isn't there", "f.json", "--each", "sed=1,2", with: noise,
    says: "error: there is no parameter 'sed'; did you mean 'seed'?", "error: job 1 (sed=1) can't run"),
  .command(
    "a value of the wrong kind in `--each`", "f.json", "--each", "seed=1,x", with: noise,
    says: "error: parameter 'seed' takes an integer, found 'x'", "error: job 2 (seed=x) can't run"),
  .command(
    "a parameter twice", "f.json", "seed=4", "--each", "seed=1,2", with: noise,
    says: "error: 'seed' is given both as seed=… and by --each"),
  .command(
    "an axis twice", "f.json", "--each", "seed=3", "--each", "seed=1,2", with: noise,
    says: "error: --each seed= is given more than once"),
  .command(
    "axes of different lengths side by side", "f.json", "--zip", "--each", "seed=1..3", "--each", "scale=1,2",
    with: noise,
    says: "error: --zip takes values side by side, but 'seed' has 3 and 'scale' has 2"),
  .command(
    "a range that leads nowhere", "f.json", "--each", "scale=1..2..-0.5", with: noise,
    says: "error: --each scale= takes a range such as 1..16 or 0..1..0.25 (start, end, step), found '1..2..-0.5'"),
  .command(
    "a range without end", "f.json", "--each", "seed=1..999999999999", with: noise,
    says: "error: --each seed= has more than 100000 values; at most 100000 are allowed"),
  .command(
    "more jobs than can be", "f.json", "--each", "seed=1..10000", "--each", "scale=1..101..1", with: noise,
    says: "error: the sweep has more than 1000000 jobs, which is the limit"),
  .command(
    "files that aren't there", "f.json", "--each", "word=photos/*.jpg", with: noise, cause: .missingInput,
    says: "error: --each word=: no file matches 'photos/*.jpg'"),
  .command(
    "a file of prompts that isn't there", "f.json", "--each", "word=@prompts.txt", with: noise, cause: .missingInput,
    says: "error: prompts.txt: no such file"),
  .command(
    "a name that two jobs share", "f.json", "--each", "seed=1,2", "--name", "x.png", with: noise,
    says: "error: job 1 (seed=1) and job 2 (seed=2) would both write 'x.png'; put '{index}' into --name"),
  .command(
    "a word of `--name` that is nothing", "f.json", "--each", "seed=1,2", "--name", "{sed}", with: noise,
    says: "error: --name: there is no '{sed}'; did you mean '{seed}'?"),
  .command(
    "spaces in a word of `--name`", "f.json", "--each", "seed=1,2", "--name", "{name}-{ seed }", with: noise,
    says: "error: --name: expected '{seed}', found '{ seed }'"),
  .command(
    "a sweep over a file of another pipeline", "f.json", "--each", "seed=1,2",
    with: noise.merging(["o-2.png": .fixture("pictures/rgb-8.png")]) { $1 }, cause: .cannotWrite,
    says:
      "f.json:3:110: error: stage 'w': o-2.png: can't be written: the existing file was not made by pipeline 'noise'; --overwrite replaces it",
    "error: job 2 (seed=2) can't run"),
  .command(
    "`--shard 5/4`", "f.json", "--each", "seed=1,2", "--shard", "5/4", with: noise,
    says: "error: --shard takes NUMBER/COUNT, such as 2/4; found '5/4'"),
  task(
    "a variable of Slurm that is no number", ["SLURM_ARRAY_TASK_ID": "x"],
    says:
      "error: SLURM_ARRAY_TASK_ID: expected a whole number from 0 on, found 'x'; --shard I/N says the part in its place"
  ),
  task(
    "a variable of Slurm that is missing", ["SLURM_ARRAY_TASK_ID": "1", "SLURM_ARRAY_TASK_MIN": "0"],
    says:
      "error: SLURM_ARRAY_TASK_COUNT: expected a whole number from 1 on, found none; --shard I/N says the part in its place"
  ),
  task(
    "a task of Slurm's that isn't in its array",
    [
      "SLURM_ARRAY_TASK_ID": "9", "SLURM_ARRAY_TASK_COUNT": "4", "SLURM_ARRAY_TASK_MIN": "0",
      "SLURM_ARRAY_TASK_MAX": "3", "SLURM_ARRAY_TASK_STEP": "1",
    ],
    says:
      "error: SLURM_ARRAY_TASK_ID: expected a whole number from 0 to 3, found '9'; --shard I/N says the part in its place"
  ),
  task(
    "a Slurm array of no tasks",
    [
      "SLURM_ARRAY_TASK_ID": "0", "SLURM_ARRAY_TASK_COUNT": "0", "SLURM_ARRAY_TASK_MIN": "0",
      "SLURM_ARRAY_TASK_MAX": "3", "SLURM_ARRAY_TASK_STEP": "1",
    ],
    says:
      "error: SLURM_ARRAY_TASK_COUNT: expected a whole number from 1 on, found '0'; --shard I/N says the part in its place"
  ),
  task(
    "a Slurm array with gaps, `--array=1,3,4,9`",
    [
      "SLURM_ARRAY_TASK_ID": "3", "SLURM_ARRAY_TASK_COUNT": "4", "SLURM_ARRAY_TASK_MIN": "1",
      "SLURM_ARRAY_TASK_MAX": "9", "SLURM_ARRAY_TASK_STEP": "1",
    ],
    says:
      "error: the numbers of this Slurm array's tasks are not evenly spaced; submit one such as --array=1-8, or give --shard I/N"
  ),
  task(
    "an indexed job of Kubernetes whose size isn't told", ["JOB_COMPLETION_INDEX": "2"],
    says:
      "error: PIPELINEKIT_SHARDS: expected a whole number from 1 on, found none; --shard I/N says the part in its place"
  ),
  task(
    "an index of Kubernetes beyond the job's size", ["JOB_COMPLETION_INDEX": "4", "PIPELINEKIT_SHARDS": "4"],
    says:
      "error: JOB_COMPLETION_INDEX: expected a whole number from 0 to 3, found '4'; --shard I/N says the part in its place"
  ),
  .command(
    "a folder to collect that isn't there", "collect", "out", cause: .missingInput, says: "error: out: no such file"),
  .command(
    "a folder to collect where no shard has written", "collect", ".", cause: .missingInput,
    says: "error: .: holds no sweep-plan.json, which the shards of a sweep write into their folder of outputs"),
  .command(
    "a damaged plan of a sweep", "collect", ".", with: ["sweep-plan.json": .text("{\"plan\": 1")], cause: .data,
    says: "error: sweep-plan.json: is not a plan that this version's sweeps write"),
  .command(
    "a user's file where a sweep's plan belongs", "f.json", "--each", "seed=1,2", "--shard", "1/2",
    with: noise.merging(["sweep-plan.json": .text("my own")]) { $1 }, cause: .data,
    says: "error: sweep-plan.json: is not a plan that this version's sweeps write"),
  .command(
    "`--sheet` without `--each`", "f.json", "--sheet", "s.png", with: noise,
    says: "error: --sheet is for sweeps: give at least one --each NAME=VALUES"),
  .command(
    "a sheet that is no picture", "f.json", "--each", "seed=1,2", "--sheet", "s.txt", with: noise, cause: .data,
    says: "error: s.txt: expected a name that ends in .png, .jpg or .jpeg, found .txt"),
  .command(
    "a sheet where the user's picture is", "f.json", "--each", "seed=1,2", "--sheet", "mine.png",
    with: noise.merging(["mine.png": .fixture("pictures/rgb-8.png")]) { $1 }, cause: .cannotWrite,
    says: "error: mine.png: can't be written: the existing file is not a sweep's sheet; --overwrite replaces it"),
]

/// A sweep in a scheduler's task with these variables.
private func task(_ what: String, _ environment: [String: String], says line: String) -> WrongInput {
  WrongInput(
    what: what, arguments: ["f.json", "--each", "seed=1..8"], files: noise, environment: environment, cause: .usage,
    says: [line])
}
