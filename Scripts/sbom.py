#!/usr/bin/env python3
"""Prints the bill of materials of the built program, as SPDX 2.3 in JSON: sbom.py PROGRAM > FILE. `make sbom` calls it.

The packages are PipelineKit, the Swift packages that Package.resolved pins and that are linked into the program, Swift's
own libraries, and the C libraries that the program loads, with Debian's versions where dpkg knows them. It needs nothing
but Python. SOURCE_DATE_EPOCH sets the time of creation, as for other tools; without it, it is the last commit's.
"""

import datetime
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
# As their repositories state them; a package that is not listed here is an error, so that a new one is looked at.
LICENCES = {
    "yams": "MIT",
    "swift-argument-parser": "Apache-2.0 WITH Swift-exception",
    "swift-log": "Apache-2.0",
    # Of these, async-http-client, gRPC, hummingbird and what they need are linked.
    "grpc-swift-2": "Apache-2.0",
    "grpc-swift-nio-transport": "Apache-2.0",
    "grpc-swift-protobuf": "Apache-2.0",
    "hummingbird": "Apache-2.0",
    "swift-metrics": "Apache-2.0",
    "swift-protobuf": "Apache-2.0 WITH Swift-exception",
    "async-http-client": "Apache-2.0",
    "swift-asn1": "Apache-2.0",
    "swift-certificates": "Apache-2.0",
    "swift-configuration": "Apache-2.0",
    "swift-crypto": "Apache-2.0",
    "swift-distributed-tracing": "Apache-2.0",
    "swift-http-structured-headers": "Apache-2.0",
    "swift-http-types": "Apache-2.0",
    "swift-nio": "Apache-2.0",
    "swift-nio-extras": "Apache-2.0",
    "swift-nio-http2": "Apache-2.0",
    "swift-nio-ssl": "Apache-2.0",
    "swift-nio-transport-services": "Apache-2.0",
    "swift-service-context": "Apache-2.0",
    "swift-service-lifecycle": "Apache-2.0",
    "swift-algorithms": "Apache-2.0 WITH Swift-exception",
    "swift-async-algorithms": "Apache-2.0 WITH Swift-exception",
    "swift-atomics": "Apache-2.0 WITH Swift-exception",
    "swift-collections": "Apache-2.0 WITH Swift-exception",
    "swift-numerics": "Apache-2.0 WITH Swift-exception",
    "swift-system": "Apache-2.0 WITH Swift-exception",
    "swift": "Apache-2.0 WITH Swift-exception",
}

# What the C libraries' authors state, by the beginning of the names that Debian's and Ubuntu's packages have.
LIBRARIES = {
    "libc6": "LGPL-2.1-or-later",
    "libgcc-s1": "GPL-3.0-or-later WITH GCC-exception-3.1",
    "libgfortran": "GPL-3.0-or-later WITH GCC-exception-3.1",
    "libjpeg": "IJG AND BSD-3-Clause AND Zlib",
    "libopenblas": "BSD-3-Clause",
    "libpng": "libpng-2.0",
    "libquadmath": "LGPL-2.1-or-later",
    "libsentencepiece": "Apache-2.0",
    "libssl": "Apache-2.0",
    "libstdc++": "GPL-3.0-or-later WITH GCC-exception-3.1",
    "zlib1g": "Zlib",
}


def output(*command):
    """What a command prints; an empty text where it fails or is missing."""
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    except (OSError, subprocess.CalledProcessError):
        return ""


def package(name, version, licence, location="NOASSERTION", **more):
    identifier = "SPDXRef-" + re.sub(r"[^A-Za-z0-9.-]", "-", name)
    return {
        "SPDXID": identifier, "name": name, "versionInfo": version, "downloadLocation": location,
        "filesAnalyzed": False, "licenseConcluded": "NOASSERTION", "licenseDeclared": licence,
        "copyrightText": "NOASSERTION", **more,
    }


def swift_packages():
    pins = json.loads((ROOT / "Package.resolved").read_text())["pins"]
    for pin in sorted(pins, key=lambda pin: pin["identity"]):
        name, state = pin["identity"], pin["state"]
        if name not in LICENCES:
            sys.exit(f"sbom.py: the licence of {name} is not known: add it to LICENCES")
        yield package(
            name, state["version"], LICENCES[name], f"git+{pin['location']}@{state['revision']}",
            externalRefs=[{
                "referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl",
                "referenceLocator": f"pkg:swift/{pin['location'].removeprefix('https://')}@{state['version']}",
            }])
    version = re.search(r"Swift version (\S+)", output("swift", "--version"))
    yield package("swift", version.group(1) if version else "NOASSERTION", LICENCES["swift"], "https://www.swift.org")


def c_libraries(program):
    """The Debian packages of the shared libraries; libraries that no package holds by their own names."""
    found = {}
    for line in output("ldd", str(program)).splitlines():
        path = re.search(r"=> (/\S+)", line)
        if not path:
            continue
        real = os.path.realpath(path.group(1))
        owner = output("dpkg", "-S", real) or output("dpkg", "-S", path.group(1)) or output("dpkg", "-S", real.removeprefix("/usr"))
        name = owner.split(":")[0] if owner else os.path.basename(real)
        version = output("dpkg-query", "-W", "-f", "${Version}", name) if owner else "NOASSERTION"
        licence = next((LIBRARIES[start] for start in LIBRARIES if name.startswith(start)), "NOASSERTION")
        found[name] = package(name, version or "NOASSERTION", licence, comment="linked at run time")
    return [found[name] for name in sorted(found)]


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: sbom.py PROGRAM")
    program = pathlib.Path(sys.argv[1])
    digest = hashlib.sha256(program.read_bytes()).hexdigest()
    version = output(str(program.resolve()), "--version").split()[-1]
    seconds = int(os.environ.get("SOURCE_DATE_EPOCH") or output("git", "log", "-1", "--format=%ct") or 0)
    own = package(
        "PipelineKit", version, "Apache-2.0",
        checksums=[{"algorithm": "SHA256", "checksumValue": digest}], primaryPackagePurpose="APPLICATION")
    others = list(swift_packages()) + c_libraries(program)
    print(json.dumps({
        "spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT",
        "name": f"PipelineKit-{version}", "documentNamespace": f"https://spdx.org/spdxdocs/PipelineKit-{version}-{digest}",
        "creationInfo": {
            "created": datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "creators": ["Tool: PipelineKit-Scripts-sbom.py"],
        },
        "packages": [own] + others,
        "relationships": [
            {"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": own["SPDXID"]}
        ] + [
            {"spdxElementId": own["SPDXID"], "relationshipType": "DEPENDS_ON", "relatedSpdxElement": other["SPDXID"]}
            for other in others
        ],
    }, indent=2))


main()
