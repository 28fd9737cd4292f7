"""The n-th write, fsync, rename, open or mkdir fails, for every n until a run passes without reaching it."""

import errno

import judge
from bench import end

FAULTS = [
    ("write", "ENOSPC", ("run", "preview", "batch", "graph", "sweep", "training")),
    ("write", "EIO", ("run", "training")),
    ("fsync", "EIO", ("run", "batch", "sweep", "training")),
    ("rename", "EACCES", ("run", "batch", "graph", "sweep", "training")),
    ("rename", "ENOSPC", ("run", "training")),
    ("open", "EACCES", ("run", "graph", "training")),
    ("open", "ENOSPC", ("run",)),
    ("open", "EMFILE", ("run", "batch")),
    ("mkdir", "ENOSPC", ("run", "sweep", "training")),
    ("read", "EIO", ("run", "training")),
]
# A read of the model is much like the next one.
STEPS = {"read": 7}


def count(bench, subject, fault):
    """How many calls an undisturbed run makes."""
    place = bench.place()
    noted = place.run(subject.arguments(place), {**fault, "FAULT_DO": "count"}).reached
    place.remove()
    if not noted.startswith("count "):
        raise SystemExit(f"{subject.name}: the preloaded library does not count its calls")
    return int(noted.split()[1])


def fails(bench, subjects):
    for call, number, names in FAULTS:
        title = f"the n-th {call} fails: {number}"
        for name in names[:1] if bench.short else names:
            subject = subjects[name]
            fault = {"FAULT_CALLS": call, "FAULT_DO": f"errno {getattr(errno, number)}"}
            ends, breaches, at = [], [], 1
            numbers = bench.some(range(1, count(bench, subject, fault) + 1), 2) if bench.short else None
            while numbers is None or numbers:
                at = numbers.pop(0) if numbers else at
                place = bench.place()
                outcome = place.run(subject.arguments(place), {**fault, "FAULT_AT": at})
                if not outcome.reached:
                    place.remove()
                    break
                found = judge.case(subject, place, outcome)
                breaches += [f"{call} {at} ({outcome.reached.replace(bench.scratch, '~')}): {breach}" for breach in found]
                ends.append(end(outcome))
                place.remove()
                at += STEPS.get(call, 1)
            bench.cell(title, name, ends, breaches)


def short_writes(bench, subjects):
    """Writes that take only a part, and are interrupted: nothing may be seen of them."""
    for name in ("run",) if bench.short else ("run", "batch", "sweep", "training"):
        subject, place = subjects[name], bench.place()
        fault = {"FAULT_CALLS": "write", "FAULT_AT": 1, "FAULT_DO": "short"}
        outcome = place.run(subject.arguments(place), fault)
        breaches = judge.case(subject, place, outcome, allowed={0})
        bench.cell("writes take 1000 bytes and are interrupted", name, [end(outcome)], breaches)
        place.remove()


def all(bench, subjects):
    fails(bench, subjects)
    short_writes(bench, subjects)
