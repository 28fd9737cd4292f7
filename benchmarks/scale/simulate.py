#!/usr/bin/env python3
"""What pictures cost when a network runs on servers: a simulation of discrete events, with measured service times.

Graphs run on client machines. In each step a graph works by itself (samplers, filters), gathers its evaluations into one
request, and waits for the answer. A server takes what waits, up to so many pictures, as one batch. Requests and answers
take a line's latency and bandwidth; the servers share one line.

    python3 benchmarks/scale/simulate.py            the tables of docs/scale.md
    python3 benchmarks/scale/simulate.py --check    compares the simulation with what can be computed by hand
"""

import argparse
import heapq
import itertools
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Network:
    """Seconds of an evaluation by the number of pictures in a batch, and the bytes of a request for each picture."""

    name: str
    seconds: dict
    request: int
    answer: int

    def service(self, pictures):
        """Seconds for a batch: between measured sizes on a straight line, beyond them by the last one's pictures a second."""
        sizes = sorted(self.seconds)
        for low, high in zip(sizes, sizes[1:]):
            if pictures <= high:
                part = (pictures - low) / (high - low)
                return self.seconds[low] + part * (self.seconds[high] - self.seconds[low])
        return self.seconds[sizes[-1]] * pictures / sizes[-1]


# docs/benchmarks.md, f32, two cores of an AMD EPYC. A picture is 3×64×64 numbers of 4 bytes, an estimate with its variance
# twice as many; a prompt's encoding is 77×4096 numbers for IF-I-M, 77×512 for mini-if.
IMAGE = 3 * 64 * 64 * 4
IF_I_M = Network("IF-I-M", {1: 0.571, 2: 1.02, 8: 3.99}, IMAGE + 77 * 4096 * 4, 2 * IMAGE)
MINI_IF = Network("mini-if", {1: 0.0114, 2: 0.0163, 8: 0.0543}, IMAGE + 77 * 512 * 4, 2 * IMAGE)


@dataclass(frozen=True)
class Site:
    """Machines, what they do, and the line between them."""

    network: Network
    replicas: int = 1
    # Pictures that a server takes at a time.
    batch: int = 8
    # Graphs that run at the same time.
    graphs: int = 8
    # Evaluations of a step, which the graph gathers: 3 for hybrid.
    evaluations: int = 3
    steps: int = 50
    # Seconds that a graph works by itself in a step, and before and after a picture: hybrid on mini-if, one thread of an
    # idle machine.
    own: float = 0.001
    around: float = 0.1
    latency: float = 0.0002
    # Bytes a second.
    line: float = 125e6
    # Whether a server keeps prompts' encodings, so that requests name them by a digest.
    keeps_prompts: bool = False

    @property
    def request(self):
        size = IMAGE if self.keeps_prompts else self.network.request
        return self.evaluations * size

    @property
    def answer(self):
        return self.evaluations * self.network.answer


@dataclass
class Result:
    seconds: float
    pictures: int
    busy: float
    line: float
    waited: float
    mean_batch: float

    @property
    def rate(self):
        return self.pictures / self.seconds


def simulate(site, pictures):
    """The run of so many pictures, from the first to the last."""
    events, order = [], itertools.count()
    waiting = []  # (graph, since)
    free = site.replicas
    line_free = 0.0
    to_start, done = pictures, 0
    left = {}  # steps left of each graph's picture
    busy = line_busy = waited = 0.0
    batches = batched = 0
    now = 0.0

    def at(time, kind, data):
        heapq.heappush(events, (time, next(order), kind, data))

    def send(size, kind, data):
        nonlocal line_free, line_busy
        begin = max(now, line_free)
        line_free = begin + size / site.line
        line_busy += size / site.line
        at(line_free + site.latency, kind, data)

    def serve():
        nonlocal free, busy, waited, batches, batched
        while free and waiting:
            batch, size = [], 0
            while waiting and (not batch or size + site.evaluations <= site.batch):
                graph, since = waiting.pop(0)
                waited += now - since
                batch.append(graph)
                size += site.evaluations
            # A request that is larger than a batch is split, one part after the other.
            whole, rest = divmod(size, site.batch) if len(batch) == 1 else (0, size)
            seconds = whole * site.network.service(site.batch) + (site.network.service(rest) if rest else 0)
            free -= 1
            busy += seconds
            batches += 1
            batched += size
            at(now + seconds, "served", batch)

    for graph in range(min(site.graphs, pictures)):
        to_start -= 1
        left[graph] = site.steps
        at(site.around + site.own, "request", graph)
    while events:
        now, _, kind, data = heapq.heappop(events)
        if kind == "request":
            send(site.request, "arrived", data)
        elif kind == "arrived":
            waiting.append((data, now))
            serve()
        elif kind == "served":
            free += 1
            for graph in data:
                send(site.answer, "answered", graph)
            serve()
        elif kind == "answered":
            left[data] -= 1
            if left[data]:
                at(now + site.own, "request", data)
                continue
            done += 1
            if to_start:
                to_start -= 1
                left[data] = site.steps
                at(now + site.around + site.own, "request", data)
    assert done == pictures
    return Result(
        now, pictures, busy / (now * site.replicas), line_busy / now, waited / (pictures * site.steps), batched / batches
    )


def check():
    """One graph and one server have no queue: the time is a sum. Many graphs keep a server busy: its rate is the limit."""
    site = Site(MINI_IF, graphs=1)
    found = simulate(site, 5)
    step = site.own + 2 * site.latency + (site.request + site.answer) / site.line + MINI_IF.service(3)
    assert abs(found.seconds - 5 * (site.around + site.steps * step)) < 1e-9
    assert found.waited == 0 and found.mean_batch == 3
    full = simulate(replace(site, graphs=64, batch=6, line=1e12), 640)
    limit = 6 / MINI_IF.service(6) / (3 * site.steps)
    assert 0.97 * limit < full.rate <= limit, (full.rate, limit)
    # Little's law: graphs = rate × time of a picture.
    assert full.busy > 0.97
    narrow = simulate(replace(site, graphs=16, replicas=64, line=1e6), 64)
    assert narrow.line > 0.97
    # A million pictures take as much longer as there are more of them, but for the beginning and the end.
    one, ten = (simulate(replace(site, graphs=8), n).rate for n in (1000, 10000))
    assert abs(one / ten - 1) < 0.01, (one, ten)
    print("as computed by hand")


def table(header, rows):
    print("| " + " | ".join(header) + " |")
    print("|" + "---|" * len(header))
    for row in rows:
        print("| " + " | ".join(str(cell) for cell in row) + " |")
    print()


def hours(seconds):
    return f"{seconds / 3600:.2g} h" if seconds < 36000 else f"{seconds / 3600:,.0f} h"


def row(site, price=0.10):
    """Of 1,000 simulated pictures; a million take a thousand times as long (`check`)."""
    found = simulate(site, 1000)
    thousand = 1000 / found.rate
    cost = thousand / 3600 * site.replicas * price
    return [
        site.replicas, site.graphs, site.batch, f"{found.mean_batch:.1f}", hours(thousand), hours(1000 * thousand),
        f"{cost:,.2f}", f"{1000 * cost:,.0f}", f"{found.busy:.0%}", f"{found.line:.0%}", f"{1000 * found.waited:,.1f} ms",
    ]


HEADER = ["servers", "graphs", "batch", "pictures in a batch", "1,000 pictures", "1,000,000", "cost of 1,000", "of 1,000,000",
          "servers busy", "line busy", "wait of a request"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--check", action="store_true", help="compare with what can be computed by hand")
    if parser.parse_args().check:
        check()
        return
    for network in (IF_I_M, MINI_IF):
        print(f"## {network.name}: servers and graphs\n")
        rows = [row(Site(network, replicas=r, graphs=g)) for r in (1, 4, 16, 64) for g in (r, 2 * r, 4 * r)]
        table(HEADER, rows)
        print(f"## {network.name}: sizes of batches, 4 servers, 16 graphs\n")
        table(HEADER, [row(Site(network, replicas=4, graphs=16, batch=b)) for b in (3, 6, 8, 12, 24)])
        print(f"## {network.name}: lines of 1 Gbit/s, with prompts' encodings in every request and without\n")
        lines = []
        for r in (4, 16, 64):
            for keeps in (False, True):
                site = Site(network, replicas=r, graphs=4 * r, keeps_prompts=keeps)
                lines.append(["kept" if keeps else "sent"] + row(site))
        table(["encodings"] + HEADER, lines)
        print(f"## {network.name}: a graph's own work in a step, 4 servers, 8 graphs\n")
        rows = [[f"{1000 * own:g} ms"] + row(Site(network, replicas=4, graphs=8, own=own)) for own in (0, 0.001, 0.01, 0.1)]
        table(["own work"] + HEADER, rows)


if __name__ == "__main__":
    main()
