#!/bin/sh
# Proves that training on two hosts gives the bytes of one process, and outlives one of them: mpi.sh. `make mpi` calls it.
# The hosts are two network namespaces of this machine, joined by a pair of virtual Ethernet devices; nothing leaves them.
# mpirun reaches the other host by a small program in place of ssh. A run on both must have the bytes of a run in one process.
# Then the other host is stopped in the middle of a run, in three ways: all its processes are killed, its process is frozen,
# the cable is pulled. The first host must end with one line that says so, and --resume must end with the same bytes.
# In the end nothing that was started is left. RUNNER names another built program.
# Open MPI and iproute2 are installed with apt if they are missing. Exits with 69 where there can be no such hosts.
set -eu
cd "$(dirname "$0")/.."
PATH=$PATH:/usr/sbin:/sbin
runner=${RUNNER:-.build/release/runner}
case $runner in /*) ;; *) runner=$PWD/$runner ;; esac

# fail TEXT
fail() {
  echo "mpi.sh: $1" >&2
  exit 1
}

# unavailable TEXT
unavailable() {
  echo "mpi.sh: there can be no two hosts here: $1" >&2
  exit 69
}

[ -x "$runner" ] || fail "$runner is missing: run 'make build' first"
[ "$(id -u)" = 0 ] || unavailable "network namespaces need root"
missing() { for tool in mpirun orted ip; do command -v "$tool" > /dev/null || return 0; done; return 1; }
if missing; then
  command -v apt-get > /dev/null || unavailable "openmpi-bin and iproute2 are not installed"
  echo "installing openmpi-bin and iproute2"
  { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends openmpi-bin iproute2; } \
    > /dev/null 2>&1 || unavailable "apt can't install openmpi-bin and iproute2"
  if missing; then unavailable "the packages openmpi-bin and iproute2 don't hold all programs"; fi
fi

work=$(mktemp -d)
host1=train$$a
host2=train$$b

# remains: what runs on the hosts.
remains() { for host in "$host1" "$host2"; do ip netns pids "$host" 2> /dev/null || true; done; }

end_all() {
  for _ in 1 2 3 4 5; do
    left=$(remains)
    [ -n "$left" ] || break
    # shellcheck disable=SC2086 # several numbers
    kill -9 $left 2> /dev/null || true
    sleep 0.2
  done
}

cleanup() {
  end_all
  for host in "$host1" "$host2"; do ip netns del "$host" 2> /dev/null || true; done
  cd /
  rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Two hosts with a network of their own.
for host in "$host1" "$host2"; do
  ip netns add "$host" 2> /dev/null || unavailable "no network namespace can be made"
  ip -n "$host" link set lo up
done
ip link add eth1 netns "$host1" type veth peer name eth1 netns "$host2" || unavailable "no virtual Ethernet can be made"
ip -n "$host1" addr add 10.77.0.1/24 dev eth1
ip -n "$host2" addr add 10.77.0.2/24 dev eth1
for host in "$host1" "$host2"; do ip -n "$host" link set eth1 up; done
mkdir "$work/tmp"
cat > "$work/on" << END
#!/bin/sh
# on HOST COMMAND…: in place of ssh.
case \$1 in 10.77.0.2) host=$host2 ;; *) host=$host1 ;; esac
shift
exec ip netns exec \$host unshare --uts sh -c "hostname \$host; exec \$*"
END
chmod +x "$work/on"

# What is trained: 20 steps of a copy of mini-if, in two epochs, with a sheet after the first.
training="train $PWD/recipes/mini-if.json data=$PWD/recipes/examples/kite epochs=2 steps=10 batch=4 parts=2 sheets=[1]"
cd "$work"

# together FOLDER [OPTION…]: trains on both hosts, into a folder. mpirun sees within 6 seconds that a cable is pulled; before
# the program does, as mpirun would else wait until its last words to the other host are taken.
together() {
  out=$1
  shift
  network="--mca plm_rsh_agent $work/on --mca btl tcp,self --mca btl_tcp_if_include 10.77.0.0/24"
  network="$network --mca oob_tcp_if_include 10.77.0.0/24 --mca oob_tcp_keepalive_time 2 --mca oob_tcp_keepalive_intvl 2"
  network="$network --mca oob_tcp_keepalive_probes 2 --mca orte_tmpdir_base $work/tmp"
  timeout -k 5 120 "$work/on" 10.77.0.1 mpirun --allow-run-as-root --oversubscribe --bind-to none "$network" \
    --host 10.77.0.1,10.77.0.2 -n 2 "$runner" "$training" "prompts='[\"a kite\"]'" --threads 1 --out "$out" \
    --peer-timeout 12 "$@"
}

# same FOLDER: a run's files are those of one process.
same() {
  diff -r one "$1" > "$1.diff" || fail "$1 has not the bytes of one process: $(cat "$1.diff")"
  echo "$1: $(find "$1" -type f | wc -l) files have the bytes that one process gives them"
}

# shellcheck disable=SC2086 # several words
"$runner" $training 'prompts=["a kite"]' --threads 1 --out one --quiet
sha256sum one/state.safetensors one/model/unet/*.safetensors
together two --quiet || fail "the two hosts should train to the end"
same two

for way in killed frozen cut; do
  together $way > $way.log 2>&1 &
  run=$!
  # The first epoch is saved by then; the second one has begun.
  end=$(($(date +%s) + 120))
  until grep -q "^epoch 1: " $way.log; do
    [ "$(date +%s)" -lt "$end" ] || fail "the first epoch takes too long: $(cat $way.log)"
    sleep 0.05
  done
  sleep 0.5
  there=$(ip netns pids "$host2")
  began=$(date +%s)
  case $way in
    killed)
      # shellcheck disable=SC2086 # several numbers
      kill -9 $there
      ;;
    frozen)
      for process in $there; do
        if [ "$(readlink "/proc/$process/exe")" = "$(readlink -f "$runner")" ]; then kill -STOP "$process"; fi
      done
      ;;
    cut) ip -n "$host1" link set eth1 down ;;
  esac
  status=0
  wait $run || status=$?
  echo "$way: ended after $(($(date +%s) - began)) s with exit code $status:"
  # Where mpirun loses a host it may end before it has passed on the program's last line; then its own words are there.
  grep "^error: " $way.log || grep -m 1 -E "^ORTE |^mpirun " $way.log || fail "no line says why: $(cat $way.log)"
  [ "$(grep -c "^error: " $way.log)" -le 1 ] || fail "one line should say why: $(cat $way.log)"
  # Where mpirun is the first to see it, the host's name is in mpirun's own lines.
  case $way in frozen) grep -q "^error: process 1 on $host2 has not answered for 12 s" $way.log || fail "wrong line" ;; esac
  # mpirun has exit codes of its own where it is the first to see that a host is gone.
  case $way-$status in *-0 | *-124) fail "the run should have failed by itself" ;; frozen-69 | killed-* | cut-*) ;; *)
    fail "the exit code should be 69" ;;
  esac
  ip -n "$host1" link set eth1 up
  end_all
  [ ! -e $way/model/README.md ] || [ ! -e $way/epoch-02 ] || fail "the run had come to its end before the host was stopped"
  together $way --resume --quiet || fail "the run should continue"
  same $way
done
