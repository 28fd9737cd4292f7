"""What all faults share: the built program, the preloaded library, a scratch folder, and the table of what was seen."""

import collections
import os
import shutil
import subprocess
import sys
import tempfile
import time

from process import Place


class Bench:
    def __init__(self, short, kills):
        self.root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
        self.runner = os.path.abspath(os.environ.get("RUNNER", os.path.join(self.root, ".build/release/runner")))
        if not os.access(self.runner, os.X_OK):
            raise SystemExit(f"{self.runner}: no such program; 'make build' builds it, RUNNER names another")
        self.short, self.kills = short, 2 if short else kills
        self.scratch = tempfile.mkdtemp(prefix="faults-")
        os.chmod(self.scratch, 0o755)
        self.library = os.path.join(self.scratch, "preload.so")
        source = os.path.join(self.root, "faults", "preload.c")
        command = [os.environ.get("CC", "cc"), "-shared", "-fPIC", "-O1", "-o", self.library, source, "-ldl"]
        subprocess.run(command, check=True)
        self.began = time.monotonic()
        self.rows, self.notes, self.broken, self.cases = collections.OrderedDict(), [], [], 0

    def remove(self):
        shutil.rmtree(self.scratch, ignore_errors=True)

    def place(self, **folders):
        return Place(self, **folders)

    def note(self, line):
        """A line below the table: what was left out, what was counted."""
        self.notes.append(line)
        print(f"  {line}", file=sys.stderr, flush=True)

    def cell(self, fault, subject, ends, breaches):
        """One cell of the table: how the cases of a fault ended for a subject, and which promises they broke."""
        counts = collections.Counter(ends)
        self.cases += len(ends)
        text = ", ".join(f"{count} {end}" for end, count in sorted(counts.items(), key=lambda pair: -pair[1]))
        if breaches:
            text += f"; **{len(breaches)} broken**"
        self.rows.setdefault(fault, {})[subject] = text or "not reached"
        self.broken += [f"{fault}, {subject}: {breach}" for breach in breaches]
        seconds = time.monotonic() - self.began
        print(f"[{seconds:5.0f} s] {fault}, {subject}: {text}", file=sys.stderr, flush=True)
        for breach in breaches[:8]:
            print(f"           {breach}", file=sys.stderr, flush=True)

    def some(self, numbers, few):
        """All numbers; in the short form a few of them, from the first to the last."""
        numbers = list(numbers)
        if not self.short or len(numbers) <= few:
            return numbers
        return [numbers[index * (len(numbers) - 1) // max(1, few - 1)] for index in range(few)]

    def table(self):
        """The table in Markdown, a row for each fault and a column for each subject."""
        columns = list(collections.OrderedDict.fromkeys(name for row in self.rows.values() for name in row))
        lines = ["| fault | " + " | ".join(columns) + " |", "|---" * (len(columns) + 1) + "|"]
        for fault, row in self.rows.items():
            lines.append(f"| {fault} | " + " | ".join(row.get(name, "") for name in columns) + " |")
        return "\n".join(lines)


def end(outcome):
    """How a process ended, in words for the table."""
    if outcome.code is None:
        return "hang"
    return "done" if outcome.code == 0 else f"exit {outcome.code}" if outcome.code > 0 else f"signal {-outcome.code}"
