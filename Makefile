# `make run` builds and starts the program; `make test` checks everything.
# Both install what is missing and are quick when nothing is. All output goes below CARGO_TARGET_DIR (./target by default),
# except node_modules/.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

TARGET := $(abspath $(or $(CARGO_TARGET_DIR),target))
export CARGO_TARGET_DIR := $(TARGET)
# server/build.rs embeds this folder in the executable.
export BATON_SITE_DIR := $(TARGET)/site

BATON := $(TARGET)/debug/baton
STAMPS := $(TARGET)/stamps
PYTHON := $(TARGET)/python/bin/python
# The bindings must be made by exactly the version that the crate was compiled against.
BINDGEN_VERSION := $(shell awk '/^name = "wasm-bindgen"$$/ { getline; gsub(/[^0-9.]/, ""); print }' Cargo.lock)
BINDGEN := $(TARGET)/tools/wasm-bindgen-$(BINDGEN_VERSION)/bin/wasm-bindgen
# Like the bindings it goes with a version of the crate that marks the split points, wasm_split_helpers.
SPLITTER_VERSION := 0.2.4
SPLITTER := $(TARGET)/tools/wasm-split-$(SPLITTER_VERSION)/bin/wasm-split-cli
FONTTOOLS_VERSION := 4.68.0
CARGO_DENY_VERSION := 0.20.2
CARGO_DENY := $(TARGET)/tools/cargo-deny-$(CARGO_DENY_VERSION)/bin/cargo-deny
CARGO_MACHETE_VERSION := 0.9.2
CARGO_MACHETE := $(TARGET)/tools/cargo-machete-$(CARGO_MACHETE_VERSION)/bin/cargo-machete
CHROMIUM ?= /usr/bin/chromium

WASM := $(TARGET)/wasm32-unknown-unknown/wasm/app.wasm
PAGE_SOURCES := .cargo/config.toml Cargo.toml Cargo.lock $(foreach crate,algorithms app console domain,$(crate)/Cargo.toml $(shell find $(crate)/src -type f))
SITE_SOURCES := scripts/boot.js scripts/build-site.mjs scripts/chunks.mjs scripts/load-chunks.js scripts/wasm.mjs $(shell find style -type f)

.PHONY: help
help: ## Lists the commands
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "make %-22s %s\n", $$1, $$2 }'

.PHONY: run
run: build ## Builds and starts console and engine; ARGS="--listen 127.0.0.1:9000" passes flags
	exec $(BATON) serve $(ARGS)

.PHONY: build
build: site ## Builds the executable (optimised where people wait for it; `make release` optimises all)
	cargo build --workspace --bin baton

.PHONY: release
release: site ## Builds the optimised executable, target/release/baton
	cargo build --workspace --bin baton --release

# ---- checks ----------------------------------------------------------------------------------------------------------

.PHONY: test
test: lint test-rust test-python test-interoperability test-browser ## Runs every check: format, lints, crates, whole program, Python clients, MXNet, browser
	@echo "all checks passed"

.PHONY: format
format: ## Checks the format alone
	cargo fmt --all --check

.PHONY: lint
lint: format site dependencies ## Checks format, lints, documentation, types and dependencies, of the program, of its half in the browser and of the browser tests
	cargo clippy --workspace --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --document-private-items
	cargo clippy -p app --lib --target wasm32-unknown-unknown --profile wasm --features hydrate --no-default-features -- -D warnings
	npm run --silent typecheck

# Built without optimisation: they run for seconds and are compiled once.
# The advisories come from a repository that not every machine reaches; licences, bans and sources are checked everywhere.
.PHONY: dependencies
dependencies: $(CARGO_DENY) $(CARGO_MACHETE) ## Checks licences, sources and advisories of the dependencies, and that each is used
	$(CARGO_MACHETE) --with-metadata
	if $(CARGO_DENY) fetch db 2>/dev/null; then $(CARGO_DENY) check; \
	  else echo "advisories not checked: their database cannot be reached"; $(CARGO_DENY) check bans licenses sources; fi

.PHONY: test-rust
test-rust: build ## Runs the tests of the crates and of the whole program over HTTP
	if cargo nextest --version >/dev/null 2>&1; then cargo nextest run --workspace; else cargo test --workspace; fi

.PHONY: test-python
test-python: build $(STAMPS)/python ## Runs boto3, the AWS CLI and the SageMaker SDK against the engine, and the console against moto's AWS
	BATON_EXECUTABLE=$(BATON) $(PYTHON) -m pytest tests/python

.PHONY: test-interoperability
test-interoperability: $(STAMPS)/mxnet ## Exchanges models with Apache MXNet, the framework of the built-in algorithms
	cargo build --workspace --examples
	TRAINER_EXAMPLES=$(TARGET)/debug/examples $(TARGET)/mxnet/bin/python -m pytest trainer/tests/mxnet

.PHONY: test-browser
test-browser: build $(STAMPS)/node chromium ## Drives the real pages in Chromium
	BATON_EXECUTABLE=$(BATON) BATON_CHROMIUM=$(CHROMIUM) npm run --silent e2e

.PHONY: screenshots
screenshots: build $(STAMPS)/node chromium ## Takes pictures of every page into target/screenshots, and README's anew
	BATON_EXECUTABLE=$(BATON) BATON_CHROMIUM=$(CHROMIUM) BATON_SCREENSHOTS=$(TARGET)/screenshots npm run --silent e2e
	cp $(TARGET)/screenshots/job-incremental-light.png docs/job.png

.PHONY: bench
bench: ## Trains a detector and a segmenter on the sample scenes and compares their learning curves with MXNet's; half an hour. ARGS="detection", "segmentation", "tiny"
	cargo build --workspace --example learning_curves
	$(TARGET)/debug/examples/learning_curves $(ARGS)

.PHONY: measure-form
measure-form: build $(STAMPS)/node chromium ## Measures keystrokes in a full form, in Chromium
	BATON_EXECUTABLE=$(BATON) BATON_CHROMIUM=$(CHROMIUM) BATON_MEASURE=1 npm run --silent e2e -- form-speed --workers 1

.PHONY: fonts
fonts: $(STAMPS)/node ## Makes the files with the characters that every page has again
	python3 -m venv $(TARGET)/fonts
	$(TARGET)/fonts/bin/python -m pip install --quiet --disable-pip-version-check fonttools==$(FONTTOOLS_VERSION) brotli
	for weight in 400 700; do $(TARGET)/fonts/bin/pyftsubset node_modules/@fontsource/open-sans/files/open-sans-latin-$$weight-normal.woff2 \
	  --unicodes-file=style/fonts/basic.txt --layout-features=ccmp,kern,liga,locl,mark,mkmk,tnum --flavor=woff2 --output-file=style/fonts/open-sans-basic-$$weight.woff2; done

.PHONY: samples
samples: ## Makes the sample data of the engine again
	python3 scripts/make-samples.py --out engine/samples/digits

# ---- the site: what the browser loads --------------------------------------------------------------------------------

.PHONY: site
site: $(STAMPS)/site ## Builds scripts, styles and fonts of the pages

$(STAMPS)/site: $(TARGET)/bindgen/app.js $(SITE_SOURCES) $(STAMPS)/node
	node scripts/build-site.mjs --split $(TARGET)/split --bindgen $(TARGET)/bindgen --out $(BATON_SITE_DIR) --cache $(TARGET)/site-cache
	@mkdir -p $(@D) && touch $@

# The chunks put their functions into the table of the program, one of the linker's exports.
$(TARGET)/bindgen/app.js: $(TARGET)/split/app.wasm $(BINDGEN)
	$(BINDGEN) --target web --no-typescript --keep-lld-exports --out-name app --out-dir $(@D) $<
	@touch $@

# A chunk that is no longer made must not stay.
$(TARGET)/split/app.wasm: $(TARGET)/emptied.wasm $(SPLITTER)
	rm -rf $(@D)
	$(SPLITTER) $< $(@D) --out-name app
	@touch $@

$(TARGET)/emptied.wasm: $(WASM) scripts/empty-unused.mjs scripts/wasm.mjs
	node scripts/empty-unused.mjs $< $@

# The splitter reads from the relocations who calls what.
$(WASM): $(PAGE_SOURCES) | $(STAMPS)/wasm-target
	cargo rustc -p app --lib --target wasm32-unknown-unknown --profile wasm --features hydrate --no-default-features -- -Clink-args=--emit-relocs
	@touch $@

# ---- tools -----------------------------------------------------------------------------------------------------------

$(BINDGEN):
	cargo install wasm-bindgen-cli --version $(BINDGEN_VERSION) --root $(TARGET)/tools/wasm-bindgen-$(BINDGEN_VERSION)

# Built without optimisation: it runs for three seconds.
$(SPLITTER):
	cargo install wasm_split_cli_support --features build-binary --debug --locked --version $(SPLITTER_VERSION) --root $(TARGET)/tools/wasm-split-$(SPLITTER_VERSION)

$(CARGO_DENY):
	cargo install cargo-deny --debug --locked --version $(CARGO_DENY_VERSION) --root $(TARGET)/tools/cargo-deny-$(CARGO_DENY_VERSION)

$(CARGO_MACHETE):
	cargo install cargo-machete --debug --locked --version $(CARGO_MACHETE_VERSION) --root $(TARGET)/tools/cargo-machete-$(CARGO_MACHETE_VERSION)

$(STAMPS)/wasm-target:
	rustup target list --installed | grep -qx wasm32-unknown-unknown || rustup target add wasm32-unknown-unknown
	@mkdir -p $(@D) && touch $@

# The stamp lies beside the packages, since a fresh clone has none while the target folder may be shared.
$(STAMPS)/node: node_modules/.package-lock.json
	@mkdir -p $(@D) && touch $@

node_modules/.package-lock.json: package.json package-lock.json
	npm ci --no-audit --no-fund
	@touch $@

$(STAMPS)/python: tests/python/requirements.txt tests/python/requirements-sagemaker-1.txt
	python3 -m venv --clear $(TARGET)/python
	$(PYTHON) -m pip install --quiet --disable-pip-version-check -r tests/python/requirements.txt
	python3 -m venv --clear $(TARGET)/python-sagemaker-1
	$(TARGET)/python-sagemaker-1/bin/python -m pip install --quiet --disable-pip-version-check -r tests/python/requirements-sagemaker-1.txt
	@mkdir -p $(@D) && touch $@

# MXNet needs a numpy that is older than what the other tests use.
$(STAMPS)/mxnet: trainer/tests/mxnet/requirements.txt
	python3 -m venv --clear $(TARGET)/mxnet
	$(TARGET)/mxnet/bin/python -m pip install --quiet --disable-pip-version-check -r trainer/tests/mxnet/requirements.txt
	$(TARGET)/mxnet/bin/python -m pip install --quiet --disable-pip-version-check --no-deps gluoncv==0.10.5.post0
	@mkdir -p $(@D) && touch $@

.PHONY: chromium
chromium:
	@test -x $(CHROMIUM) || scripts/install-chromium
