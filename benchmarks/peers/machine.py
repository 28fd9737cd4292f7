"""What peers' scripts share: one measurement as the line of JSON that `benchmarks --json` prints, and a process' peak memory."""
import json, os, time


def measurement(section, work, how, who="PyTorch", **values):
    isa = os.environ.get("PIPELINEKIT_ISA", "native")
    return json.dumps({"section": section, "work": work, "who": who, "how": how, "isa": isa, **values}, ensure_ascii=False)


def peak_memory():
    """The most memory that this process has had resident, in bytes."""
    for line in open("/proc/self/status"):
        if line.startswith("VmHWM:"): return 1024 * int(line.split()[1])


def times(run, repeats=5, at_least=0.0):
    """The sorted times of `repeats` runs after a warm-up, and of more until they took `at_least` seconds together."""
    run(); found = []
    while len(found) < repeats or sum(found) < at_least:
        start = time.perf_counter(); run(); found.append(time.perf_counter() - start)
    return sorted(found)
