"""Outputs that are symbolic links, or that have a mode and an owner of their own, keep their place: the target is written,
the link stays a link, the mode and the owner stay; also when a write fails, or the process is killed, in between.
"""

import errno
import os

import files
from bench import end


def world(place, kind):
    """Prepares an output; gives the path that is written to, and the path where the bytes must arrive."""
    far = os.path.join(place.folder, "far")
    os.makedirs(os.path.join(far, "deep"))
    output, target = os.path.join(place.out, "o.png"), os.path.join(far, "deep", "t.png")
    if kind == "a link to a new file":
        os.symlink(target, output)
    elif kind == "a relative link":
        os.symlink("../far/deep/t.png", output)
    elif kind == "a link to a link":
        os.symlink("../far/second", output)
        os.symlink("deep/t.png", os.path.join(far, "second"))
    elif kind == "a name in a linked folder":
        os.symlink(os.path.join(far, "deep"), os.path.join(place.out, "folder"))
        output = os.path.join(place.out, "folder", "t.png")
    else:
        target = output
    if kind != "a link to a new file":
        with open(target, "wb") as file:
            file.write(b"old")
        os.chmod(target, 0o640)
        if os.geteuid() == 0:
            os.chown(target, 65534, 65534)
    return output, target


def links(folder):
    return {
        os.path.join(place, name): os.readlink(os.path.join(place, name))
        for place, folders, names in os.walk(folder)
        for name in folders + names
        if os.path.islink(os.path.join(place, name))
    }


def all(bench, subjects):
    subject = subjects["run"]
    kinds = ("a file", "a relative link", "a link to a new file", "a link to a link", "a name in a linked folder")
    for kind in kinds[:2] if bench.short else kinds:
        ends, breaches = [], []
        fault = {"FAULT_CALLS": "write,fsync,rename,open", "FAULT_UNDER": "t.png" if kind != "a file" else "o.png"}
        deeds = [None] + [
            {**fault, "FAULT_AT": at, "FAULT_DO": deed}
            for deed in (f"errno {errno.EIO}", "signal 9")
            for at in (range(1, 5) if not bench.short else (3,))
        ]
        for deed in deeds:
            place = bench.place()
            output, target = world(place, kind)
            is_old = os.path.exists(target)
            before, status = links(place.folder), os.stat(target) if is_old else None
            # A path that is given by the user may lead anywhere; the pipeline's own may not.
            arguments = subject.arguments(place) + [f"output={output}", "--overwrite"]
            outcome = place.run(arguments, deed)
            found = [] if outcome.code in ({0} if not deed else {0, 73, -9}) else [f"{end(outcome)}: {outcome.lines}"]
            if links(place.folder) != before:
                found.append("a link has changed")
            if os.path.exists(target):
                with open(target, "rb") as file:
                    data = file.read()
                if data != b"old" and (why := files.fault("t.png", data)):
                    found.append(why)
                if outcome.code == 0 and data == b"old":
                    found.append("the target is the old file")
                now = os.stat(target)
                if status and (now.st_mode, now.st_uid, now.st_gid) != (status.st_mode, status.st_uid, status.st_gid):
                    found.append(f"the target has mode {now.st_mode:o} of {now.st_uid}:{now.st_gid}")
            elif outcome.code == 0 or is_old:
                found.append("the target is missing")
            if outcome.code != -9:
                found += [f"leaves {name}" for name in files.leftovers(place.folder)]
            breaches += [f"{deed}: {breach}" for breach in found]
            ends.append("killed" if outcome.code == -9 else end(outcome))
            place.remove()
        bench.cell(f"the output is {kind}; failed and killed writes", "run", ends, breaches)
