# Two commands on a fresh machine: `make run` and `make test`. `make help` lists the others.
# PREFIX: where `make install` puts the program (bin/runner), what it needs (share/pipelinekit), completions and manual.
PREFIX ?= /usr/local
DESTDIR ?=
# The program is linked with Swift's libraries statically: it runs where Swift isn't installed.
export PIPELINEKIT_STATIC := 1
# SwiftPM writes some options in the order of a hash table. Where that is always the same, nothing is compiled anew for it.
BUILD := SWIFT_DETERMINISTIC_HASHING=1 swift build -c release
TESTS := --disable-testable-imports
RUNNER := .build/release/runner
# The C libraries by pkg-config name, and the Debian packages that hold them.
LIBRARIES := openblas libpng libjpeg sentencepiece libcrypto zlib
PACKAGES := pkg-config libopenblas-dev libpng-dev libjpeg-dev libsentencepiece-dev libssl-dev zlib1g-dev
# For `make interop`: a Python with torch, diffusers, transformers, sentencepiece and protobuf. For `make bench` and
# `make fullsize`: one with torch (and openvino), without which `bench` measures PipelineKit only.
PYTHON ?= python3
# For `make bench`: the instruction sets to measure with (native, avx2, generic), numbers of pictures, how often to measure
# each. For it and `make fullsize`: the folders for models with random weights.
ISA ?= native
BATCHES ?= 1 2 8
PASSES ?= 1
BENCH_DIR ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/pipelinekit/bench
FULLSIZE_DIR ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/pipelinekit/full-size
# For `make fuzz`: one subject (all where it is empty), and the seconds for each.
TARGET ?=
TIME ?= 60
# For `make test`: a pattern of the tests' names, such as '^InferenceTests\.'; all where it is empty.
FILTER ?=
SWIFT_FILES := Package.swift Sources Tests Fuzzing/Fuzz Examples/Package.swift Examples/Sources Examples/Tests

.PHONY: run help build test interop examples symbols lint format install uninstall gallery docs deb chroot sbom release reproducible bench fewer fullsize scale matrix growth fuzz sanitize faults slurm mpi triton mlserver serve clean dependencies

run: build ## Make the hybrid picture with the embedded model
	$(RUNNER) pipelines/hybrid.json
	@echo "The picture is $(CURDIR)/hybrid.png; near and far side by side: $(CURDIR)/hybrid-sheet.png"

help: ## Show this list
	@sed -nE 's/^([a-z]+):[^#]*## (.*)/\1|\2/p' $(MAKEFILE_LIST) | awk -F '|' '{ printf "make %-13s %s\n", $$1, $$2 }'

build: dependencies ## Build the program, .build/release/runner
	$(BUILD) --product runner

# What `make build` compiles is not compiled again.
test: dependencies ## Run all tests, in release, as debug arithmetic is fifty times slower; FILTER=: some of them
	$(BUILD) --build-tests
	swift test -c release --skip-build $(TESTS) $(if $(FILTER),--filter '$(FILTER)')

# The same tests are part of `make test`, which leaves them out where Python lacks these packages.
interop: dependencies ## Exchange tensors, prompts and models with PyTorch and diffusers, and compare; PYTHON=…
	$(PYTHON) -c "import torch, safetensors.torch, diffusers, transformers, sentencepiece.sentencepiece_model_pb2"
	$(BUILD) --build-tests
	PYTHON="$(PYTHON)" swift test -c release --skip-build $(TESTS) --filter InteropTests

# In the same folder, as the packages that both need are compiled there already.
EXAMPLES := --package-path Examples --scratch-path .build

examples: dependencies ## Build, test and run Examples, a package that builds on PipelineKit
	$(BUILD) --build-tests $(EXAMPLES)
	swift test -c release --skip-build $(TESTS) $(EXAMPLES)
	.build/release/studio Examples/pipelines/fog.json --out .build/examples --overwrite

symbols: ## Count the public symbols of every module, and list those without a doc comment; after `make test`
	sh Scripts/symbols.sh

lint: ## Check the formatting, and rules that no compiler checks
	swift format lint --strict --recursive $(wildcard $(SWIFT_FILES))
	sh Scripts/lint.sh

format: ## Format every Swift file
	swift format --in-place --recursive $(wildcard $(SWIFT_FILES))

# Does not depend on `build`: root may have no Swift. It installs the program as it was built.
install: ## Install the built runner into PREFIX/bin, and its data, completions and manual page into PREFIX/share
	@RUNNER="$(RUNNER)" DESTDIR="$(DESTDIR)" sh Scripts/install.sh install "$(PREFIX)"

uninstall: ## Remove from PREFIX what `make install` put there
	@DESTDIR="$(DESTDIR)" sh Scripts/install.sh uninstall "$(PREFIX)"

gallery: build ## Run every pipeline and write docs/gallery
	sh Scripts/gallery.sh

docs: build ## Write docs/stages.md and schemas/ from the program's own declarations
	{ printf '# Stages\n\nWhat `runner stages --all` prints; `make docs` writes this file.\n\n```\n'; $(RUNNER) stages --all; printf '```\n'; } > docs/stages.md
	$(RUNNER) schema pipelines > schemas/pipeline.schema.json
	$(RUNNER) schema recipes > schemas/recipe.schema.json

deb: ## Make a Debian package of the built runner, in .build
	@RUNNER="$(RUNNER)" sh Scripts/deb.sh

chroot: ## Prove that the built runner, installed, works without Swift and leaves nothing behind
	@RUNNER="$(RUNNER)" sh Scripts/chroot.sh

sbom: build ## Write the bill of materials of the built runner, SPDX, to .build/sbom.spdx.json
	python3 Scripts/sbom.py "$(RUNNER)" > .build/sbom.spdx.json
	@echo "wrote .build/sbom.spdx.json"

release: dependencies ## Build a runner for others, in .build/runner: no path of this machine is in it
	sh Scripts/release.sh .build/runner

reproducible: dependencies ## Build that runner from the last commit in two folders, and compare the two programs
	sh Scripts/reproducible.sh

bench: build ## Measure PipelineKit, PyTorch and OpenVINO, and write docs/benchmarks.md; PYTHON=…
	$(BUILD) --product benchmarks
	PYTHON="$(PYTHON)" ISA="$(ISA)" BATCHES="$(BATCHES)" PASSES="$(PASSES)" BENCH_DIR="$(BENCH_DIR)" WORK="$(WORK)" \
	  RESULTS="$(RESULTS)" benchmarks/bench.sh

# Instrumented for both in a build folder of its own. (Of two options --sanitize, the compiler takes one.)
FUZZ := PIPELINEKIT_FUZZ=1 swift build -c release --product Fuzz --scratch-path .build/fuzzer \
  --sanitize fuzzer -Xswiftc -sanitize=fuzzer,address -Xcc -fsanitize=address

fuzz: dependencies ## Feed damaged files to each reader for TIME seconds, or to one: TARGET=png
	$(FUZZ)
	Fuzzing/fuzz.sh .build/fuzzer/release/Fuzz $(TIME) $(TARGET)

# DRAWINGS: the weights that recipes/drawing-classifier.json left (RUN/model), which read mini-if's drawings.
fewer: build ## Measure quality against evaluations (docs/fewer-evaluations.md): PYTHON with numpy, DRAWINGS=RUN/model
	$(or $(PYTHON),python3) benchmarks/fewer/fewer.py --runner $(RUNNER) \
	  $(if $(DRAWINGS),--drawings $(DRAWINGS) --plots docs/fewer)

# Writes up to 30 GB of random weights into FULLSIZE_DIR, which it leaves empty but for the text encoder.
fullsize: build ## Run DeepFloyd's networks at full size, compare with diffusers (docs/full-size.md); PYTHON=…
	$(or $(PYTHON),python3) benchmarks/full-size/full_size.py --runner $(RUNNER) --work $(FULLSIZE_DIR)

scale: ## Simulate what pictures cost when a network runs on servers (docs/scale.md)
	python3 benchmarks/scale/simulate.py

matrix: build ## Print how much results differ over instruction sets, products, batch sizes and threads (docs/parity.md)
	$(BUILD) --product benchmarks
	.build/release/benchmarks matrix Tests/Fixtures/reference

sanitize: dependencies ## Run the tests under sanitizers and Valgrind; KINDS="address thread valgrind"; SHORT=1: in minutes
	SHORT="$(SHORT)" sh Scripts/sanitize.sh $(KINDS)

growth: build ## Measure how time and memory grow with size, batch, threads and steps, and write docs/growth
	$(BUILD) --product benchmarks
	env -u OPENBLAS_CORETYPE .build/release/benchmarks growth models/mini-if --out docs/growth

# Does not depend on `build`: root, who may mount a full disk, may have no Swift.
faults: ## Run the built program against full disks, kills and other faults; SHORT=1: in a minute; KILLS=, KINDS=
	RUNNER="$(RUNNER)" SHORT="$(SHORT)" KILLS="$(KILLS)" python3 faults/run.py $(KINDS)

# Does not depend on `build`: root, who may install Slurm, may have no Swift.
slurm: ## Run a sweep by the built program on a Slurm cluster of two nodes on this machine, and kill one of them
	@RUNNER="$(RUNNER)" sh Scripts/slurm.sh

# Does not depend on `build`: root, who may make network namespaces, may have no Swift.
mpi: ## Train by the built program on two hosts, network namespaces of this machine, and stop one of them
	@RUNNER="$(RUNNER)" sh Scripts/mpi.sh

triton: build ## Make the hybrid picture on two Triton servers, one of which is killed, and compare with the local one
	RUNNER="$(RUNNER)" Scripts/triton.sh

mlserver: build ## The same on two MLServers
	RUNNER="$(RUNNER)" Scripts/mlserver.sh

serve: build ## Ask `runner serve` with Triton's own client and perf_analyzer
	RUNNER="$(RUNNER)" Scripts/serve.sh

clean: ## Remove build products
	rm -rf .build

dependencies: ## Install the C libraries that are missing, with apt
	@command -v swift >/dev/null || { echo "Swift 6.2 or newer is needed: https://www.swift.org/install/linux" >&2; exit 69; }
	@if command -v pkg-config >/dev/null && pkg-config --exists $(LIBRARIES); then :; else \
	  command -v apt-get >/dev/null || { echo "missing: one of $(LIBRARIES); install the packages that hold them" >&2; exit 69; }; \
	  sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	  echo "installing $(PACKAGES)"; \
	  $$sudo apt-get update -q && $$sudo apt-get install -y -q --no-install-recommends $(PACKAGES); \
	fi
