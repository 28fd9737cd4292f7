#!/bin/sh
# Proves that a sweep outlives one of its nodes: slurm.sh. `make slurm` calls it.
# It starts a Slurm cluster of two nodes on this machine (munged, slurmctld, two slurmd), with everything that they write in
# a temporary folder, and submits Examples/slurm/sweep.sbatch. In the middle it kills a node with all that runs on it. Slurm
# queues the node's task again. Every picture must have the bytes that one process gives it, and those that were there must
# not be made twice. In the end nothing that was started is left. RUNNER names another built program.
# Slurm and munge are installed with apt if they are missing. Exits with 69 where no cluster can be started.
set -eu
cd "$(dirname "$0")/.."
PATH=$PATH:/usr/sbin:/sbin
runner=${RUNNER:-.build/release/runner}
case $runner in /*) ;; *) runner=$PWD/$runner ;; esac

# fail TEXT
fail() {
  echo "slurm.sh: $1" >&2
  exit 1
}

# unavailable TEXT
unavailable() {
  echo "slurm.sh: no Slurm cluster can be started here: $1" >&2
  exit 69
}

[ -x "$runner" ] || fail "$runner is missing: run 'make build' first"
missing() { for tool in munged slurmctld slurmd sbatch; do command -v "$tool" > /dev/null || return 0; done; return 1; }
if missing; then
  command -v apt-get > /dev/null || unavailable "munge and slurm-wlm are not installed"
  sudo=; [ "$(id -u)" = 0 ] || sudo="sudo -n"
  echo "installing slurm-wlm and munge"
  { $sudo apt-get update -q && $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
    slurm-wlm munge; } > /dev/null 2>&1 || unavailable "apt can't install slurm-wlm and munge"
  if missing; then unavailable "the packages slurm-wlm and munge don't hold all programs"; fi
fi

work=$(mktemp -d)
export SLURM_CONF="$work/slurm.conf"

# ours [NODE]: the processes of this cluster, or of one of its nodes' jobs, by their environment.
ours() {
  for process in /proc/[0-9]*; do
    if [ "${process#/proc/}" != $$ ] && grep -qzxF "SLURM_CONF=$SLURM_CONF" "$process/environ" 2> /dev/null; then
      if [ $# = 0 ] || grep -qzxF "SLURMD_NODENAME=$1" "$process/environ" 2> /dev/null; then
        echo "${process#/proc/}"
      fi
    fi
  done
}

cleanup() {
  # A daemon may start a process while others are killed: until none is left.
  for _ in 1 2 3 4 5; do
    # shellcheck disable=SC2046 # several numbers
    kill -9 $(ours) 2> /dev/null || break
    sleep 0.2
  done
  cd /
  rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# until_true SECONDS COMMAND…: repeats a command until it succeeds; fails after so many seconds.
until_true() {
  end=$(($(date +%s) + $1))
  shift
  while ! "$@"; do
    [ "$(date +%s)" -lt "$end" ] || return 1
    sleep 0.2
  done
}

# The cluster. All files are in $work; munge wants everyone to reach its socket.
chmod 711 "$work"
mkdir "$work/state" "$work/node1" "$work/node2"
head -c 1024 /dev/urandom > "$work/munge.key"
chmod 400 "$work/munge.key"
host=$(hostname -s)
user=$(id -un)
cat > "$SLURM_CONF" <<END
ClusterName=pipelinekit
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=17000
SlurmUser=$user
SlurmdUser=$user
AuthType=auth/munge
CredType=cred/munge
# A task that is queued again waits so many seconds.
AuthInfo=socket=$work/munge.socket,cred_expire=5
SlurmctldPidFile=$work/slurmctld.pid
SlurmctldLogFile=$work/slurmctld.log
StateSaveLocation=$work/state
SlurmdPidFile=$work/%n.pid
SlurmdLogFile=$work/%n.log
SlurmdSpoolDir=$work/%n
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerType=sched/builtin
SchedulerParameters=sched_interval=2,batch_sched_delay=1
# A node that doesn't answer for so many seconds is down, and its tasks are queued again.
SlurmdTimeout=6
PropagateResourceLimits=NONE
NodeName=node1 NodeHostname=$host NodeAddr=127.0.0.1 Port=17001 CPUs=1 RealMemory=4000
NodeName=node2 NodeHostname=$host NodeAddr=127.0.0.1 Port=17002 CPUs=1 RealMemory=4000
PartitionName=all Nodes=node1,node2 Default=YES
END
# last FILE: its last line.
last() { tail -n 1 "$work/$1" 2> /dev/null || echo "it left no log"; }
munged --key-file="$work/munge.key" --socket="$work/munge.socket" --pid-file="$work/munged.pid" \
  --log-file="$work/munged.log" --seed-file="$work/munged.seed" 2> "$work/munged.err" ||
  unavailable "munged: $(last munged.err)"
slurmctld 2> "$work/slurmctld.err" || unavailable "slurmctld: $(last slurmctld.err)"
for node in node1 node2; do
  slurmd -N "$node" 2> "$work/$node.err" || unavailable "slurmd of $node: $(last "$node.err")"
done
idle() { [ "$(sinfo --noheader --states=idle --format=%D 2> /dev/null)" = 2 ]; }
until_true 30 idle || unavailable "its nodes don't get ready: $(last slurmctld.log)"
echo "a cluster of two nodes: $(slurmctld -V), $(munged --version | head -n 1)"

# The sweep, by one process and by an array. The models are those of this folder.
export PIPELINEKIT_MODELS="$PWD/models" XDG_CACHE_HOME="$work/cache" RUNNER="$runner"
sweep=$PWD/Examples/slurm/sweep.sbatch
set -- "$PWD/pipelines/mnist-sample.json" pictures=4 steps=40 --each seed=1..24
cd "$work"
"$runner" "$@" --out one --threads 1 --quiet
id=$(sbatch --parsable "$sweep" "$@" --out out)

# The task that node2 runs, and those of its six pictures that are there: of every fourth seed from the task's number on.
task=
log() { cat "sweep-${id}_$task.log" 2> /dev/null || true; }
made() { for seed in $(seq -f %02g "$task" 4 24); do ls "out/mnist-sample-$seed.png" 2> /dev/null || true; done; }
busy() {
  task=$(squeue --noheader --nodelist=node2 --states=RUNNING --format=%K)
  [ -n "$task" ] && [ "$(made | wc -l)" -ge 2 ]
}
until_true 60 busy || fail "node2 makes no pictures: $(last slurmctld.log)"

# All of a node dies at one moment: its slurmd, the slurmstepd that watches the task, and the task.
jobs=$(ours node2)
watchers=$(for job in $jobs; do awk '$1 == "PPid:" && $2 != 1 { print $2 }' "/proc/$job/status" 2> /dev/null || true; done)
# shellcheck disable=SC2086 # several numbers
kill -9 "$(cat node2.pid)" $watchers $jobs 2> /dev/null || true
made > whole
xargs stat -c '%n %i %y' < whole > stamps
before=$(wc -l < whole)
[ "$before" -lt 6 ] || fail "task $task had come to its end before its node was killed"
echo "killed node2 while its task $task had made $before of 6 pictures"
status=0
"$runner" collect out > missing || status=$?
[ "$status" = 66 ] || fail "collect should exit with 66 while pictures are missing, found $status"
echo "runner collect: $(grep -c '^missing' missing) of 24 jobs are missing"

over() { [ -z "$(squeue --noheader --jobs="$id" 2> /dev/null)" ]; }
until_true 120 over || fail "the array doesn't come to its end: $(squeue --jobs="$id"; last slurmctld.log)"
[ "$(log | grep -c '^part ')" = 2 ] || fail "task $task was not started again"
echo "node1 did the rest; task $task was started again"

# What was whole is as it was, and was passed over.
xargs stat -c '%n %i %y' < whole | cmp - stamps || fail "a picture that was whole has been made again"
over=$(log | grep -c ': skipped, its files are there already$' || true)
[ "$over" = "$before" ] || fail "task $task should pass over $before jobs, found $over: $(log | tail -n 12)"
"$runner" collect out
for file in one/*; do cmp "$file" "out/${file#one/}"; done
[ "$(find out -name 'mnist-sample-*.png' | wc -l)" = "$(find one -type f | wc -l)" ] || fail "there are pictures too many"
echo "$(find one -type f | wc -l) files have the bytes that one process gives them"
