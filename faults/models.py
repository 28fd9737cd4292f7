"""Files of a model that change under a running process: cut off in half, emptied, or overwritten by other bytes.

The process is stopped at a read of the model, the file is changed, and the process goes on. It may end as if nothing had
happened, where it had read the file already, or with an error that names it. Afterwards the file is as it was, and nothing
that the process has kept in the cache may be of the changed one.
"""

import os
import shutil

import files
import judge
from bench import end


def all(bench, subjects):
    subject = subjects["run"]
    model = os.path.join(bench.scratch, "model")
    pristine = os.path.join(bench.root, "models", "mini-if")

    def restore():
        shutil.rmtree(model, ignore_errors=True)
        shutil.copytree(pristine, model)
        # Files that were changed within two seconds have no digests in the cache yet.
        for place, _, names in os.walk(model):
            for name in names:
                os.utime(os.path.join(place, name), (1e9, 1e9))

    def arguments(place):
        return subject.arguments(place) + [f"model={model}"]

    restore()
    place = bench.place()
    place.run(arguments(place))
    expected = files.tree(place.out)
    place.remove()
    for what, kept in (("cut off", 0.5), ("emptied", 0), ("overwritten", None)):
        ends, breaches = [], []
        for weights in ("unet/diffusion_pytorch_model.fp16.safetensors", "text_encoder/model.fp16.safetensors"):
            path = os.path.join(model, weights)

            def change():
                size = os.path.getsize(path)
                if kept is not None:
                    os.truncate(path, int(size * kept))
                else:
                    with open(path, "r+b") as file:
                        file.seek(size * 3 // 4)
                        file.write(b"\x11\x22" * (size // 16))

            fault = {"FAULT_CALLS": "read", "FAULT_UNDER": weights}
            probe = bench.place()
            counted = probe.run(arguments(probe), {**fault, "FAULT_AT": 1, "FAULT_DO": "signal 0"}).reached
            probe.remove()
            if not counted:
                breaches.append(f"{weights}: is not read")
            at = 1
            while True:
                place = bench.place()
                outcome = place.run_stopped(arguments(place), {**fault, "FAULT_AT": at}, change)
                if not outcome.reached:
                    place.remove()
                    break
                found = judge.outcome(outcome)
                if outcome.code != 0 and weights.encode() not in outcome.err:
                    found.append(f"its error does not name the file: {' '.join(outcome.lines)[:200]}")
                found += [why for name, data in files.tree(place.out).items() if (why := files.fault(name, data))]
                if outcome.code == 0 and what != "overwritten" and files.tree(place.out) != expected:
                    found.append("done, with other bytes")
                found += judge.temporary(place)
                restore()
                shutil.rmtree(place.out)
                os.makedirs(place.out)
                second = place.run(arguments(place))
                if second.code != 0 or files.tree(place.out) != expected:
                    found.append(f"with the file as it was: {end(second)}, other bytes {' '.join(second.lines)[:200]}")
                breaches += [f"{weights}, read {at}: {breach}" for breach in found]
                ends.append(end(outcome))
                place.remove()
                at += 400 if bench.short else 23
        bench.cell(f"a model file is {what}", "run", ends, breaches)
