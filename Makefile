# Genjin needs Python 3.11 or newer, make and git; everything else comes by itself into .venv.
#   make demo     try it in the browser (PORT=8080)
#   make test     lint, types, import contracts and every test
# "make PYTHON=/path/to/python3 …" chooses the interpreter.

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
INPUTS := pyproject.toml constraints.txt

NEW_ENOUGH := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3 python; do \
	if $$python -c '$(NEW_ENOUGH)' >/dev/null 2>&1; then command -v $$python; break; fi; done)

PORT ?= 8080
CHECKED := bot handlers nlp storage

.PHONY: help demo test lint types contracts unit format bench build clean constraints

help:
	@sed -n '1,/^$$/s/^# \{0,1\}//p' Makefile
	@echo "Also: make lint | types | contracts | unit (TESTS=path) | format | bench | build | constraints | clean"

demo: $(VENV)/.runtime
	$(BIN)/genjin demo --port $(PORT) $(DEMO)

test: lint types contracts unit

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy --strict $(CHECKED)

contracts: $(VENV)/.dev
	$(BIN)/lint-imports

unit: $(VENV)/.dev
	$(BIN)/python -m pytest $(TESTS)

format: $(VENV)/.dev
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

bench: $(VENV)/.bench
	$(BIN)/python -m benchmarks $(BENCH)

build: $(VENV)/.dev
	$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist .

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache

# Everything as it resolves today: look at the difference before committing it.
constraints: $(VENV)/bin/python
	$(PIP) --upgrade --upgrade-strategy eager -e ".[dev,bench]"
	{ sed -n '/^#/p' constraints.txt; $(BIN)/python -m pip freeze --exclude-editable; \
	  sed -n '/^setuptools==/p' constraints.txt; } > constraints.new
	mv constraints.new constraints.txt

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Genjin needs Python 3.11 or newer with venv; none was found" \
	  "(looked for python3.13, python3.12, python3.11, python3). On Debian and Ubuntu:" \
	  "apt install python3 python3-venv. Or name one: make PYTHON=/path/to/python3 …" >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)

$(VENV)/.runtime: $(INPUTS) | $(VENV)/bin/python
	PIP_CONSTRAINT=constraints.txt $(PIP) -e .
	@touch $@

$(VENV)/.dev: $(INPUTS) | $(VENV)/bin/python
	PIP_CONSTRAINT=constraints.txt $(PIP) -e ".[dev]"
	@touch $@ $(VENV)/.runtime

$(VENV)/.bench: $(INPUTS) | $(VENV)/bin/python
	PIP_CONSTRAINT=constraints.txt $(PIP) -e ".[dev,bench]"
	@touch $@ $(VENV)/.dev $(VENV)/.runtime
