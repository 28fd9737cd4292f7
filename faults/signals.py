"""Signals: SIGKILL at random moments and at every write; SIGTERM, SIGINT and SIGHUP; a reader that goes away."""

import os
import random
import signal
import subprocess
import time

import calls
import files
import judge
from bench import end


def killed(bench, subjects):
    """`kill -9` at random moments: half of them at any time, half at a call that changes files (a write in its middle)."""
    numbers = random.Random(19)
    for name in ("run", "sweep", "training"):
        subject, ends, breaches, left, cleaned = subjects[name], [], [], 0, 0
        fault = {"FAULT_CALLS": "write,fsync,rename,open,mkdir"}
        total = calls.count(bench, subject, fault)
        for index in range(bench.kills):
            place = bench.place()
            if index % 2 == 0:
                process = place.start(subject.arguments(place))
                time.sleep(numbers.uniform(0, 1.1 * subject.seconds))
                process.kill()
                outcome = place.finish(process)
            else:
                at = numbers.randrange(1, total + 1)
                outcome = place.run(subject.arguments(place), {**fault, "FAULT_AT": at, "FAULT_DO": "signal 9"})
            ends.append("killed" if outcome.code == -9 else end(outcome))
            found = judge.outcome(outcome, {0, -9}) + judge.contents(subject, place, outcome.code == 0, killed=True)
            before = files.leftovers(place.out, place.cache)
            found += judge.again(subject, place, leftovers=False)
            after = files.leftovers(place.out, place.cache)
            left, cleaned = left + len(before), cleaned + len(before) - len(after)
            found += [f"the next run leaves {path}" for path in after if path not in before]
            breaches += [f"kill {index}: {breach}" for breach in found]
            place.remove()
        ends += [f"temporary files left, {cleaned} cleaned by the next run"] * left
        bench.cell("kill -9 at random moments", name, ends, breaches)


def asked(bench, subjects):
    """Signals that ask for the end, at random moments and at calls that change files."""
    numbers = random.Random(20)
    codes = {"SIGTERM": {143}, "SIGINT": {130}, "SIGHUP": {129}}
    for word, code in codes.items():
        number = getattr(signal, word)
        for name in ("run",) if bench.short else ("run", "preview", "batch", "graph", "sweep", "training"):
            subject, ends, breaches = subjects[name], [], []
            fault = {"FAULT_CALLS": "write,fsync,rename,open", "FAULT_UNDER": "/out/"}
            total = calls.count(bench, subject, fault)
            for index in range(max(2, bench.kills // 5)):
                place = bench.place()
                if index % 2 == 0:
                    process = place.start(subject.arguments(place))
                    time.sleep(numbers.uniform(0, subject.seconds))
                    process.send_signal(number)
                    outcome = place.finish(process)
                else:
                    at = numbers.randrange(1, total + 1)
                    deed = {"FAULT_AT": at, "FAULT_DO": f"signal {int(number)}"}
                    outcome = place.run(subject.arguments(place), {**fault, **deed})
                # At the very start the signal meets a program that has done nothing yet.
                early = {-number} if not files.tree(place.out) else set()
                found = judge.case(subject, place, outcome, allowed={0} | code | early)
                breaches += [f"{index}: {breach}" for breach in found]
                ends.append(end(outcome))
                place.remove()
            bench.cell(f"{word} at random moments", name, ends, breaches)


def broken_pipe(bench, subjects):
    """Events whose reader goes away after some bytes, as `| head -c 10` does; with SIGPIPE ignored, too."""
    for ignored in (False, True):
        for name in ("run", "preview") if bench.short else ("run", "preview", "sweep", "training"):
            subject, ends, breaches = subjects[name], [], []
            for size in bench.some((10, 0, 100, 300, 1000, 1500, 2000, 3000), 1):
                place = bench.place()
                arguments = [word for word in subject.arguments(place) if word not in ("--quiet", "--json")] + ["--json"]
                handler = signal.SIG_IGN if ignored else signal.SIG_DFL
                process = place.start(
                    arguments,
                    stdout=subprocess.PIPE,
                    restore_signals=False,
                    preexec_fn=lambda: signal.signal(signal.SIGPIPE, handler),
                )
                got = 0
                while got < size and (piece := os.read(process.stdout.fileno(), min(10, size - got))):
                    got += len(piece)
                process.stdout.close()
                outcome = place.finish(process)
                allowed = {0, 73} if ignored else {0, 73, -signal.SIGPIPE, 128 + signal.SIGPIPE}
                breaches += [f"after {size}: {breach}" for breach in judge.case(subject, place, outcome, allowed)]
                ends.append(end(outcome))
                place.remove()
            title = "the reader of --json goes away" + (", SIGPIPE ignored" if ignored else " (SIGPIPE)")
            bench.cell(title, name, ends, breaches)


def closed_streams(bench, subjects):
    """Standard streams that are closed at the start: their numbers must not become those of files."""
    for name in ("run",) if bench.short else ("run", "preview", "sweep", "training"):
        subject, ends, breaches = subjects[name], [], []
        for closed in bench.some(((0, 1, 2), (0,), (1, 2), (2,), (1,)), 2):
            place = bench.place()
            arguments = [word for word in subject.arguments(place) if word not in ("--quiet", "--json")]
            outcome = place.run(arguments, preexec_fn=lambda: [os.close(number) for number in closed])
            allowed = {0, 73} if 1 in closed else {0}
            if 2 in closed and outcome.code == 73:
                outcome.err = b"(closed)"
            if 1 in closed and outcome.code == 73 and b"Bad file descriptor" not in outcome.err and 2 not in closed:
                breaches.append(f"{closed}: says {outcome.err.decode(errors='replace')[:200]}")
            # Progress is not an error.
            outcome.err = b"\n".join(line for line in outcome.err.split(b"\n") if b"rror" in line or b"closed" in line)
            breaches += [f"{closed}: {breach}" for breach in judge.case(subject, place, outcome, allowed)]
            ends.append(end(outcome))
            place.remove()
        bench.cell("closed standard streams", name, ends, breaches)


def all(bench, subjects):
    killed(bench, subjects)
    asked(bench, subjects)
    broken_pipe(bench, subjects)
    closed_streams(bench, subjects)
