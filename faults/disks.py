"""Disks and folders: full at every size, a limit on files, read-only, and removed while the program writes to them."""

import contextlib
import os
import resource
import shutil
import subprocess

import calls
import judge
from bench import end

NOBODY = 65534


@contextlib.contextmanager
def mounted(bench, size):
    """A tmpfs of so many KiB; None where this process may not mount."""
    folder = os.path.join(bench.scratch, "disk")
    os.makedirs(folder, exist_ok=True)
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", folder], capture_output=True)
    if done.returncode:
        yield None
        return
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def remount(folder, options):
    subprocess.run(["mount", "-o", f"remount,{options}", folder], check=True)


def may_mount(bench):
    with mounted(bench, 64) as folder:
        return folder is not None


def full(bench, subjects):
    """The disk has 4 KiB, then more, until a run passes; then it gets room, and the run is done again."""
    for name in ("run",) if bench.short else ("run", "batch", "sweep", "training"):
        subject = subjects[name]
        whole = sum((len(data) + 4095) // 4096 * 4 for data in subject.expected.values())
        sizes = range(4, whole + 8 + whole // 2, 4 if name == "run" else max(4, whole // 25 // 4 * 4))
        ends, breaches = [], []
        for size in bench.some(sizes, 2):
            with mounted(bench, size) as disk:
                place = bench.place(out=os.path.join(disk, "out"))
                outcome = place.run(subject.arguments(place))
                remount(disk, "size=64m")
                breaches += [f"{size} KiB: {breach}" for breach in judge.case(subject, place, outcome)]
                ends.append(end(outcome))
                place.remove()
            if outcome.code == 0:
                break
        bench.cell("the disk is full (tmpfs, every size)", name, ends, breaches)
    subject, ends, breaches = subjects["run"], [], []
    whole = sum((len(data) + 4095) // 4096 * 4 for data in subject.cache.values())
    for size in bench.some(range(4, whole + 8, 8), 1):
        with mounted(bench, size) as disk:
            place = bench.place(cache=os.path.join(disk, "cache"))
            outcome = place.run(subject.arguments(place))
            remount(disk, "size=64m")
            breaches += [f"{size} KiB: {breach}" for breach in judge.case(subject, place, outcome, allowed={0})]
            ends.append(end(outcome))
            place.remove()
    bench.cell("the cache's disk is full", "run", ends, breaches)


def limited(bench, subjects):
    """A limit on the size of files (ulimit -f), which comes as a signal unless the program ignores it."""
    for name in ("graph",) if bench.short else ("run", "batch", "graph", "sweep", "training"):
        subject, ends, breaches = subjects[name], [], []
        largest = max(len(data) for data in subject.expected.values())
        for limit in bench.some((largest * part // 10 for part in range(1, 10)), 2):
            place = bench.place()
            outcome = place.run(
                subject.arguments(place),
                preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY)),
            )
            breaches += [f"{limit} bytes: {breach}" for breach in judge.case(subject, place, outcome)]
            ends.append(end(outcome))
            place.remove()
        bench.cell("files are limited (ulimit -f)", name, ends, breaches)


def read_only(bench, subjects, can_mount):
    """Folders without the right to write, for a user who is not root; a disk that is mounted read-only."""
    user = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
    for name in ("run",) if bench.short else ("run", "graph", "sweep", "training"):
        subject, ends, breaches = subjects[name], [], []
        for which in ("both",) if bench.short else ("out", "cache", "both"):
            place = bench.place()
            closed = [place.out] * (which != "cache") + [place.cache] * (which != "out")
            for folder in (place.out, place.cache, place.home):
                if user:
                    os.chown(folder, NOBODY, NOBODY)
                os.chmod(folder, 0o555 if folder in closed else 0o755)
            outcome = place.run(subject.arguments(place), **user)
            if which == "cache" and outcome.code != 0:
                breaches.append(f"cache: {end(outcome)}: {' '.join(outcome.lines)[:200]}")
            if which != "cache" and outcome.code != 73:
                breaches.append(f"{which}: {end(outcome)}, not 73")
            for folder in closed:
                os.chmod(folder, 0o755)
            breaches += [f"{which}: {breach}" for breach in judge.case(subject, place, outcome)]
            ends.append(f"{end(outcome)} ({which})")
            place.remove()
        bench.cell("read-only folders", name, ends, breaches)
    if not can_mount:
        return
    for name in ("run",) if bench.short else ("run", "training"):
        subject = subjects[name]
        with mounted(bench, 65536) as disk:
            place = bench.place(out=os.path.join(disk, "out"))
            remount(disk, "ro")
            outcome = place.run(subject.arguments(place))
            remount(disk, "rw")
            breaches = judge.case(subject, place, outcome, allowed={73})
            bench.cell("a read-only disk", name, [end(outcome)], breaches)
            place.remove()


def vanishing(bench, subjects):
    """A folder is removed, with all that is in it, at a call that opens, writes, syncs or renames a file there."""
    for which in ("out", "cache"):
        for name in ("run",) if bench.short else ("run", "sweep", "training") if which == "out" else ("run",):
            subject, ends, breaches = subjects[name], [], []
            fault = {"FAULT_CALLS": "open,write,fsync,rename", "FAULT_UNDER": f"/{which}/"}
            total = calls.count(bench, subject, fault)
            few = bench.some(range(1, total + 1), 2)
            for at in few if bench.short or len(few) <= 40 else few[:: len(few) // 40 + 1]:
                place = bench.place()
                folder = getattr(place, which)
                outcome = place.run_stopped(
                    subject.arguments(place), {**fault, "FAULT_AT": at}, lambda: shutil.rmtree(folder)
                )
                found = judge.outcome(outcome, {0} if which == "cache" else judge.FINE, subject.lines)
                os.makedirs(folder, exist_ok=True)
                found += judge.contents(subject, place, outcome.code == 0, vanished=which == "out")
                found += judge.temporary(place)
                # What a training run has lost with its folder can't be resumed: it is begun again.
                if name == "training" and which == "out":
                    shutil.rmtree(folder)
                    os.makedirs(folder)
                found += judge.again(subject, place)
                breaches += [f"at {at} ({outcome.reached.replace(bench.scratch, '~')}): {breach}" for breach in found]
                ends.append(end(outcome))
                place.remove()
            bench.cell(f"the folder vanishes ({which})", name, ends, breaches)


def all(bench, subjects):
    can_mount = may_mount(bench)
    if can_mount:
        full(bench, subjects)
    else:
        bench.note("Left out: a full and a read-only disk, as this user may not mount a tmpfs.")
    limited(bench, subjects)
    read_only(bench, subjects, can_mount)
    vanishing(bench, subjects)
