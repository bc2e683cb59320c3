# make demo    install into .venv and run the baseline scenario
# make test    install the test tools too and run the quick tests, about five minutes
# make thorough  the other tests: further seeds and whole journeys
# make test-all  both
# make check   lint, types and the quick tests
# make matrix  the quick tests with each of Python 3.11, 3.12 and 3.13 that is found
# make site    install the site builder too and make the documentation as pages, in site/
# make bench   install the peers too and compare with them (an hour or two)
# make bench-quick  say in two minutes how fast this machine is beside the published pages
# make lock    refresh the lock files from pyproject.toml

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MADE := $(VENV)/.made
RUNTIME := $(VENV)/.runtime
DEV := $(VENV)/.dev
DOCS := $(VENV)/.docs
INSTALL := $(BIN)/python -m pip install --disable-pip-version-check --quiet
LOCKED := $(INSTALL) --require-hashes --only-binary :all: --requirement
PROJECT := $(INSTALL) --no-deps --no-build-isolation --editable .
LOCK := $(BIN)/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe \
	--all-build-deps --no-emit-index-url --no-emit-find-links --no-annotate --no-header \
	--extra boundaries

.DELETE_ON_ERROR:
.PHONY: demo test thorough test-all lint types check matrix site bench bench-quick lock clean

demo: $(RUNTIME)
	$(BIN)/sim run scenarios/baseline.yaml

# Three workers, on two cores as well: many tests wait for processes and browsers.
test: $(DEV)
	$(BIN)/python -m pytest -n 3 --dist loadgroup --no-loadscope-reorder

thorough: $(DEV)
	$(BIN)/python -m pytest -n 3 --dist loadgroup --no-loadscope-reorder -m thorough

test-all: test thorough

lint: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(DEV)
	$(BIN)/mypy

check: lint types test

matrix:
	$(PYTHON) -m tools.matrix

site: $(DOCS)
	$(BIN)/python -m tools.build_site

bench: $(RUNTIME)
	$(INSTALL) --no-build-isolation --editable '.[bench]'
	$(BIN)/python -m benchmarks.scale
	$(BIN)/python -m benchmarks.main_job --write

bench-quick: $(RUNTIME)
	$(BIN)/python -m benchmarks.quick

lock: $(DEV)
	$(LOCK) --output-file requirements.txt pyproject.toml
	$(LOCK) --extra dev --constraint requirements.txt --output-file requirements-dev.txt pyproject.toml
	$(LOCK) --extra docs --constraint requirements-dev.txt --output-file requirements-docs.txt pyproject.toml
	sed -i.bak -e '/^#/d' -e '/^$$/d' requirements.txt requirements-dev.txt requirements-docs.txt
	rm -f requirements.txt.bak requirements-dev.txt.bak requirements-docs.txt.bak

clean:
	rm -rf $(VENV) $(VENV)-3.* site build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(MADE):
	@command -v "$(PYTHON)" > /dev/null || { \
		echo "'$(PYTHON)' was not found. Install Python 3.11 (Debian: apt install python3 python3-venv)," \
		"or name another: make PYTHON=/path/to/python3.11 ..." >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' || { \
		echo "Python 3.11, 3.12 or 3.13 is needed; '$(PYTHON)' is $$("$(PYTHON)" -V 2>&1)." \
		"Name another: make PYTHON=/path/to/python3.11 ..." >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2> /dev/null || { \
		echo "'$(PYTHON)' cannot make a virtual environment: its venv module is missing." \
		"Debian: apt install python3-venv" >&2; exit 1; }
	"$(PYTHON)" -m venv $(VENV)
	@touch $@

$(RUNTIME): requirements.txt pyproject.toml $(MADE)
	@echo "Installing the locked packages into $(VENV); the first time takes a minute or two."
	$(LOCKED) requirements.txt
	$(PROJECT)
	@touch $@

$(DEV): requirements-dev.txt pyproject.toml $(MADE)
	@echo "Installing the locked packages and the test tools into $(VENV); the first time takes a minute or two."
	$(LOCKED) requirements-dev.txt
	$(PROJECT)
	@touch $@ $(RUNTIME)

$(DOCS): requirements-docs.txt pyproject.toml $(MADE)
	@echo "Installing the locked packages and the site builder into $(VENV); the first time takes a minute or two."
	$(LOCKED) requirements-docs.txt
	$(PROJECT)
	@touch $@ $(RUNTIME)
