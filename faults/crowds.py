"""Two and eight processes at once: with one cache, and with one output name that a reader watches."""

import os
import threading
import time

import files
import judge
from bench import end


class Watch:
    """Reads a folder's files again and again while others write them; every one must be complete whenever it is there."""

    def __init__(self, folder):
        self.folder, self.faults, self.seen, self.stop = folder, set(), 0, threading.Event()
        self.thread = threading.Thread(target=self.look)
        self.thread.start()

    def look(self):
        while not self.stop.is_set():
            for name, data in files.tree(self.folder).items():
                self.seen += 1
                if why := files.fault(name, data):
                    self.faults.add(f"a reader sees {why}")
            time.sleep(0.01)

    def end(self):
        self.stop.set()
        self.thread.join()
        return sorted(self.faults)


def one_cache(bench, subject, count):
    cache = bench.place()
    places = [bench.place(cache=cache.cache) for _ in range(count)]
    started = [place.start(subject.arguments(place)) for place in places]
    watch = Watch(cache.cache)
    outcomes = [place.finish(process) for place, process in zip(places, started)]
    breaches = watch.end()
    for place, outcome in zip(places, outcomes):
        breaches += judge.outcome(outcome, {0}) + judge.contents(subject, place, True) + judge.temporary(place)
        place.remove()
    if files.tree(cache.cache) != subject.cache:
        breaches.append("the cache differs from that of one process")
    cache.remove()
    return [end(outcome) for outcome in outcomes], breaches


def one_output(bench, subject, count):
    """All write the same files of one folder. A training run may refuse a folder that another has begun."""
    shared = bench.place()
    places = [bench.place(out=shared.out) for _ in range(count)]
    watch = Watch(shared.out)
    started = [place.start(subject.arguments(place)) for place in places]
    outcomes = [place.finish(process) for place, process in zip(places, started)]
    breaches = watch.end()
    for outcome in outcomes:
        breaches += judge.outcome(outcome, judge.FINE if subject.name == "training" else {0})
    if not any(outcome.code == 0 for outcome in outcomes):
        breaches.append("none of the processes is done")
    breaches += judge.contents(subject, shared, True) + judge.temporary(shared) + judge.again(subject, shared)
    for place in places + [shared]:
        place.remove()
    return [end(outcome) for outcome in outcomes], breaches


def all(bench, subjects):
    for count in (4,) if bench.short else (2, 8):
        for name in ("run",) if bench.short else ("run", "sweep"):
            bench.cell(f"{count} processes, one cache", name, *one_cache(bench, subjects[name], count))
        for name in ("run",) if bench.short else ("run", "preview", "batch", "graph", "sweep", "training"):
            bench.cell(f"{count} processes, one output", name, *one_output(bench, subjects[name], count))
