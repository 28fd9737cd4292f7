"""Starts the program in a place of its own, with or without a fault, and keeps what it said.

A place is a folder with `out` (what the program writes), `cache` (XDG_CACHE_HOME) and `home`. A process can be stopped at
a chosen call by the preloaded library, so that the harness changes the world at exactly that moment.
"""

import os
import shutil
import signal
import subprocess
import time

TIMEOUT = 120


class Outcome:
    """How a process ended: `code` is its exit code, or minus the number of the signal that ended it."""

    def __init__(self, code, out, err, seconds, reached):
        self.code, self.out, self.err, self.seconds, self.reached = code, out, err, seconds, reached

    @property
    def lines(self):
        return [line for line in self.err.decode(errors="replace").split("\n") if line]


class Place:
    """A folder for one case; removed by `remove`."""

    number = 0

    def __init__(self, bench, out=None, cache=None):
        Place.number += 1
        self.bench = bench
        self.folder = os.path.join(bench.scratch, f"place-{Place.number}")
        self.out = out or os.path.join(self.folder, "out")
        self.cache = cache or os.path.join(self.folder, "cache")
        self.home = os.path.join(self.folder, "home")
        for folder in (self.out, self.cache, self.home):
            os.makedirs(folder, exist_ok=True)
        self.note = os.path.join(self.folder, "note")
        # Programs of other users must reach it.
        os.chmod(self.folder, 0o755)

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def environment(self, fault):
        environment = {
            "PATH": "/usr/bin:/bin",
            "HOME": self.home,
            "XDG_CACHE_HOME": self.cache,
            "PIPELINEKIT_MODELS": os.path.join(self.bench.root, "models"),
            "LC_ALL": "C.UTF-8",
        }
        for name in ("OPENBLAS_CORETYPE", "PIPELINEKIT_ISA", "PIPELINEKIT_PRODUCTS", "LD_LIBRARY_PATH"):
            if name in os.environ:
                environment[name] = os.environ[name]
        if fault:
            environment |= {"LD_PRELOAD": self.bench.library, "FAULT_NOTE": self.note}
            environment |= {name: str(value) for name, value in fault.items()}
        return environment

    def start(self, arguments, fault=None, stdout=None, **options):
        """Starts the program in `out`; standard output goes to a file unless `stdout` is given."""
        if os.path.exists(self.note):
            os.remove(self.note)
        process = subprocess.Popen(
            [self.bench.runner] + arguments,
            stdin=subprocess.DEVNULL,
            stdout=stdout or open(os.path.join(self.folder, "stdout"), "wb"),
            stderr=open(os.path.join(self.folder, "stderr"), "wb"),
            env=self.environment(fault),
            cwd=options.pop("cwd", self.out),
            **options,
        )
        process.began = time.monotonic()
        return process

    def finish(self, process):
        """Waits for the end. A process that hangs is killed; its code is then None."""
        try:
            code = process.wait(TIMEOUT)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            code = None
        seconds = time.monotonic() - process.began
        said = []
        for name in ("stdout", "stderr"):
            path = os.path.join(self.folder, name)
            said.append(open(path, "rb").read() if os.path.exists(path) else b"")
        reached = open(self.note).read().strip() if os.path.exists(self.note) else ""
        return Outcome(code, *said, seconds, reached)

    def run(self, arguments, fault=None, **options):
        return self.finish(self.start(arguments, fault, **options))

    def run_stopped(self, arguments, fault, change):
        """Runs the program, which the fault stops (FAULT_DO is set here); then calls `change`, and lets it go on."""
        process = self.start(arguments, {**fault, "FAULT_DO": f"signal {int(signal.SIGSTOP)}"})
        end = time.monotonic() + TIMEOUT
        while time.monotonic() < end:
            id, status = os.waitpid(process.pid, os.WUNTRACED | os.WNOHANG)
            if id and os.WIFSTOPPED(status):
                change()
                process.send_signal(signal.SIGCONT)
                break
            if id:
                process.returncode = os.waitstatus_to_exitcode(status)
                break
            time.sleep(0.002)
        return self.finish(process)
