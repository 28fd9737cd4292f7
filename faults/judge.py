"""The promises, and whether a case keeps them.

1. The program never crashes: no signal ends it that it was not sent, and its exit code is one of sysexits.h, never 70.
2. An error is one line; several outputs or jobs that fail are a line each.
3. Every file under a final name is complete, and has the bytes of an undisturbed run.
4. No temporary file is left, except by SIGKILL; the next run removes those that are in its way.
5. The next run, or the resumed one, gives the bytes of an undisturbed one; so has what the cache holds. (A sweep whose
   pictures are all there encodes nothing again, so an entry that could not be written may be missing.)
"""

import re

import files

FINE = {0} | set(range(64, 79)) - {70}
FOREIGN = re.compile(r"Fatal error|Error Domain|NSCocoa|NSPOSIX|Optional\(|\.swift:|stack dump|libc\+\+", re.I)


def outcome(outcome, allowed=FINE, most_lines=1):
    """Breaches of 1 and 2."""
    if outcome.code is None:
        return ["it hangs"]
    if outcome.code not in allowed:
        end = outcome.lines[-1][:200] if outcome.lines else ""
        return [f"exits with {outcome.code} {end}".rstrip()]
    found = [f"says {line[:200]}" for line in outcome.lines if FOREIGN.search(line)]
    if outcome.code in FINE - {0}:
        errors = [line for line in outcome.lines if not line.startswith("warning:")]
        if not errors:
            found.append(f"exits with {outcome.code} and says nothing")
        if len(errors) > most_lines:
            found.append(f"says {len(errors)} lines: {errors[0][:100]} … {errors[-1][:100]}")
    return found


def contents(subject, place, is_done, vanished=False, killed=False):
    """Breaches of 3. `is_done`: the run said that it succeeded; `vanished`: its folder was removed meanwhile."""
    there = files.tree(place.out)
    found = [why for name, data in there.items() if (why := files.fault(name, data))]
    for name, data in there.items():
        if name not in subject.expected:
            found.append(f"{name} is not one of its files")
        elif data != subject.expected[name] and not (name in subject.changing and (not is_done or name in subject.loose)):
            found.append(f"{name} has other bytes")
    pictures = [name for name in there if name.startswith("batch-")]
    if len(pictures) not in (0, sum(name.startswith("batch-") for name in subject.expected)) and not killed:
        found.append(f"of a batch, there are only {' and '.join(pictures)}")
    if is_done and not vanished:
        found += [f"{name} is missing" for name in subject.expected if name not in there and name not in subject.loose]
    cached = files.tree(place.cache)
    found += [f"cache: {why}" for name, data in cached.items() if (why := files.fault(name, data))]
    found += [
        f"cache: {name} has other bytes" for name, data in cached.items() if subject.cache.get(name, data) != data
    ]
    return found


def temporary(place):
    """Breaches of 4."""
    return [f"leaves {path.rsplit('/', 1)[-1]}" for path in files.leftovers(place.out, place.cache)]


def again(subject, place, leftovers=True):
    """Breaches of 5: does it again, undisturbed."""
    end = place.run(subject.again(place))
    if end.code != 0:
        return [f"done again, it exits with {end.code}: {' '.join(end.lines)[:300]}"]
    there = files.tree(place.out)
    found = [f"done again, {name} has other bytes" for name in subject.expected if there.get(name) != subject.expected[name]]
    found += [f"done again, there is {name}" for name in there if name not in subject.expected]
    cached = files.tree(place.cache)
    found += [
        f"done again, the cache's {name} differs" for name, data in cached.items() if subject.cache.get(name, data) != data
    ]
    return found + ([f"done again, {breach}" for breach in temporary(place)] if leftovers else [])


def case(subject, place, end, allowed=FINE, killed=False, vanished=False):
    """All promises for a run that has ended, and for the next one."""
    found = outcome(end, allowed, subject.lines) + contents(subject, place, end.code == 0, vanished, killed)
    if not killed:
        found += temporary(place)
    if end.code == 0 and files.tree(place.out) == subject.expected and files.tree(place.cache) == subject.cache:
        return found
    return found + again(subject, place)
