"""Clocks that jump by up to a year, back and forth, at every look at them: the time of day, and all clocks."""

import judge
from bench import end


def all(bench, subjects):
    for clocks, title in (("wall", "the time of day jumps"), ("all", "all clocks jump, even the one that only runs forward")):
        for name in ("run",) if bench.short else ("run", "preview", "batch", "graph", "sweep", "training"):
            subject, place = subjects[name], bench.place()
            arguments = [word for word in subject.arguments(place) if word != "--quiet"]
            if name == "run":
                arguments += ["--verbose", "--profile"]
            outcome = place.run(arguments, {"FAULT_CLOCKS": clocks})
            breaches = judge.case(subject, place, outcome, allowed={0})
            bench.cell(title, name, [end(outcome)], breaches)
            place.remove()
