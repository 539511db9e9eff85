# Likeness: everything a developer or a first visitor types. `make` alone lists the targets.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
# One test process more than there are cores: many tests wait for something at times.
PYTEST  = $(BIN)/python -m pytest -n $$(( $$(nproc) + 1 )) --dist worksteal -m "not e2e"
PIP    := $(BIN)/python -m pip --disable-pip-version-check

# Only what the locks name, with the hashes they name: nothing is resolved at install time.
LOCKED := install --quiet --no-deps --require-hashes
# The version of the lock writer; it lives in a throw-away environment, never in $(VENV).
UV     := uv==0.13.8
COMPILE := pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest \
	--generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
	--no-emit-package opencv-python

.DEFAULT_GOAL := help
.PHONY: help setup demo test check lint types imports tests e2e lock clean

help:  ## print this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(VENV)/project.stamp  ## make .venv with the locked dependencies and this project

demo: setup  ## run the main job on real photos, in a folder of its own
	$(BIN)/likeness demo

test: setup  ## set up and pass the tests
	$(PYTEST)

check: setup lint types imports tests  ## ruff, mypy, import-linter and the tests: what CI runs

lint: setup  ## ruff check and ruff format --check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup  ## mypy, strict
	$(BIN)/mypy

imports: setup  ## who may import whom
	$(BIN)/lint-imports

tests: setup
	$(PYTEST)

e2e: setup  ## the slow tests, too
	$(BIN)/python -m pytest -m e2e

lock:  ## resolve the newest versions that fit, and write requirements/*.txt
	@scratch=$$(mktemp -d) && trap 'rm -rf "$$scratch"' EXIT && \
	$(PYTHON) -m venv "$$scratch" && "$$scratch/bin/python" -m pip install --quiet $(UV) && \
	uv="$$scratch/bin/uv" && \
	"$$uv" $(COMPILE) $(if $(UPGRADE),--upgrade) pyproject.toml \
		--extra sandbox -o requirements/runtime.txt && \
	"$$uv" $(COMPILE) $(if $(UPGRADE),--upgrade) pyproject.toml -c requirements/runtime.txt \
		--extra sandbox --extra postgres --group build --group dev -o requirements/dev.txt && \
	"$$uv" $(COMPILE) $(if $(UPGRADE),--upgrade) -c requirements/dev.txt \
		--group pyproject.toml:build -o requirements/build.txt && \
	"$$uv" $(COMPILE) $(if $(UPGRADE),--upgrade) requirements/models.in -c requirements/dev.txt \
		-o requirements/models.txt

clean:  ## take away the environment and all caches; your photos and data folders stay
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage dist build
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "Likeness needs Python 3.11 or newer, and '$(PYTHON)' is not here. Install it, or name it: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Likeness needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) -V 2>&1). Name a newer one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Python cannot make virtual environments here. On Debian: apt-get install python3-venv"; exit 1; }

$(VENV)/locks.stamp: $(BIN)/python requirements/dev.txt requirements/models.txt
	$(PIP) $(LOCKED) --only-binary :all: -r requirements/dev.txt
	$(PIP) $(LOCKED) --no-build-isolation --use-pep517 -r requirements/models.txt
	@touch $@

$(VENV)/project.stamp: $(VENV)/locks.stamp pyproject.toml
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@
