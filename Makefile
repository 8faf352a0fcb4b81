# Everything a newcomer or a developer runs; "make" lists it. PYTHON=/path/to/python3 chooses the Python (3.12 or later).

HOST ?= 127.0.0.1
PORT ?= 8000
ARGS ?=
PY := .venv/bin/python
# Tools that load the settings do so as the demonstration does: no secret and no database server is needed.
MANAGE := COMPACT_DEMO=1 $(PY) manage.py

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev demo test test-all lint types format check messages schema lock bench bench-matching clean

help: ## List what there is
	@echo "make WHAT, where WHAT is one of"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Make .venv and install what a site runs on
	@.ci/setup.sh demo

setup-dev: ## The same with the development tools
	@.ci/setup.sh test

demo: ## Serve the real Compact here (PORT=8000 HOST=127.0.0.1)
	@HOST='$(HOST)' PORT='$(PORT)' .ci/demo.sh

test: setup-dev ## Run the quick tests (ARGS="-k word" chooses some)
	@$(PY) -m pytest -n 2 -m "not slow" $(ARGS)

test-all: setup-dev ## Run all tests, the slow ones too
	@$(PY) -m pytest -n 2 $(ARGS)

lint: setup-dev ## Check style, types, imports, sizes, vendored files, catalogues and locks
	@.ci/lint

types: setup-dev ## Check types alone
	@COMPACT_DEMO=1 $(PY) -m mypy

format: setup-dev ## Put the code in its form
	@$(PY) -m ruff check --fix-only --quiet . && $(PY) -m ruff format --quiet .

check: ## Run every check there is, as .ci/run does
	@.ci/run

messages: setup-dev ## Collect the texts into the catalogues and compile them (needs gettext)
	@$(MANAGE) makemessages $$($(PY) .ci/messages.py options)
	@$(PY) .ci/messages.py compile

schema: setup-dev ## Write docs/openapi.yaml anew
	@$(MANAGE) spectacular --validate --fail-on-warn --file docs/openapi.yaml

lock: ## Resolve both locks anew (needs uv)
	@.ci/lock.sh

bench: setup-dev ## Measure, and write bench.json
	@$(PY) -m tests.bench $(ARGS)

bench-matching: setup-dev ## Measure the matching engine beside its rivals, and write bench-matching.json
	@.ci/bench_setup.sh
	@.venv-bench/bin/python -m tests.bench.matching $(ARGS)

clean: ## Remove what make made: .venv, the demonstration's state, caches
	@rm -rf .venv .venv-bench .bench-matching .demo .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage htmlcov bench.json bench-matching.json
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
