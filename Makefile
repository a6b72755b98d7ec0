# Every target sets up what is missing first (installers/setup.sh).
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
# A process whose modules are compiled anew at every start takes 2 s more; the tests start hundreds.
unexport PYTHONDONTWRITEBYTECODE
BIN := .venv/bin
SOURCES := kiosk province assets benchmarks tests
BENCHMARKS := latency growth drain drain_gate drain_window wire reception export credentials watch reading retention append chain start backup ingest log roster window province_scale walls tracing pages packing
PYTEST := $(BIN)/python -m pytest
WORKERS ?= 3

.PHONY: help setup setup-test run test lint format bench soak fuzz lock clean appimage msi installers-test

help:  ## show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## */\1\t/' | expand -t 14

setup:
	@installers/setup.sh run

setup-test:
	@installers/setup.sh test

run: setup  ## start the kiosk against an embedded province it has enrolled with
	@exec $(BIN)/python -m kiosk.demonstration

test: setup-test lint  ## run every check and every test
	$(PYTEST) -m "timing and not soak"
	$(PYTEST) -m "not soak and not timing" -n $(WORKERS) --dist loadgroup --durations 10

lint: setup-test  ## check style, types and import rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy $(SOURCES)
	$(BIN)/lint-imports

format: setup-test  ## rewrite the sources as `lint` wants them
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: setup-test  ## print every figure that the README quotes
	@for name in $(BENCHMARKS); do \
	  echo "== $$name"; $(BIN)/python -m benchmarks.$$name; \
	done

soak: setup-test  ## run the long fault runs
	$(PYTEST) -m soak --timeout 14400 --durations 10

fuzz: setup-test  ## decide 2,000,000 payloads by atheris, and give every property test a hundred times the examples
	HYPOTHESIS_PROFILE=fuzz $(PYTEST) -n $(WORKERS) -m "hypothesis or fuzz" --timeout 14400 --durations 10

appimage:  ## build dist/Kiosk-VERSION-x86_64.AppImage (RUNTIME="--runtime-file F --runtime-sha256 H" for another runtime)
	@installers/setup.sh appimage
	@$(BIN)/python -m installers.appimage.build $(RUNTIME)

msi: setup  ## build dist/Kiosk-VERSION.msi (WINDOWS_PYTHON="--python-zip F --sha256 H" for another Windows Python)
	@installers/msi/tools.sh build
	@$(BIN)/python -m installers.msi.build $(WINDOWS_PYTHON)

installers-test: setup-test appimage msi  ## install and run what was built: on a bare machine, and under Wine
	@$(BIN)/python -m installers.appimage.trial
	@installers/msi/tools.sh check
	@$(BIN)/python -m installers.msi.check

lock: setup-test  ## write requirements.lock anew from pyproject.toml
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
	  --generate-hashes --no-annotate --no-header --all-extras \
	  pyproject.toml -o requirements.lock

clean:  ## remove what was made, .venv too
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage*
	find . -name __pycache__ -prune -exec rm -rf {} +
