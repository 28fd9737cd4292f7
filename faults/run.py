"""`make faults`: runs the built program against faults and prints a table of what was seen; exits with 1 if a promise of
faults/judge.py is broken.

    make faults                        everything: 100 kills of each kind, every call
    make faults SHORT=1                every kind of fault, a few cases of each, in under a minute
    python3 faults/run.py calls disks  only these kinds: calls disks signals models clocks crowds links

RUNNER names the program (.build/release/runner), KILLS another number of kills. Needs Python 3.9 and a C compiler. Linux; a full disk needs root.
"""

import os
import platform
import signal
import sys
import time

import calls
import clocks
import crowds
import disks
import links
import models
import signals
import subjects
from bench import Bench

KINDS = {
    "calls": calls,
    "disks": disks,
    "signals": signals,
    "models": models,
    "clocks": clocks,
    "crowds": crowds,
    "links": links,
}


def main():
    chosen = sys.argv[1:] or list(KINDS)
    for name in chosen:
        if name not in KINDS:
            raise SystemExit(f"no kind of fault '{name}'; there are {', '.join(KINDS)}")
    # What was seen so far is shown, and the scratch folder removed, when the harness itself is stopped.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    bench = Bench(short=bool(os.environ.get("SHORT")), kills=int(os.environ.get("KILLS") or 100))
    done = False
    try:
        prepared = subjects.all(bench)
        for name in chosen:
            KINDS[name].all(bench, prepared)
        done = True
    finally:
        bench.remove()
        report(bench, done)
    sys.exit(1 if bench.broken else 0)


def report(bench, done):
    print(bench.table())
    for note in bench.notes:
        print(f"\n{note}")
    cases = f"{bench.cases} cases in {time.monotonic() - bench.began:.0f} s, Linux {platform.release()}"
    state = "" if done else ", stopped before the end"
    kept = "every promise is kept." if done else "no promise was broken by then."
    seen = f"{len(bench.broken)} promises broken" if bench.broken else kept
    print(f"\n{cases}{state}: {seen}")
    for breach in bench.broken:
        print(f"- {breach}")


main()
