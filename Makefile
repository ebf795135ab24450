# Everything a person or a machine runs. `make run` and `make test` need nothing but Python.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help install install-dev run test check format bench mutation lock

VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
export UV_PYTHON_DOWNLOADS := never

help: ## What there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

# A python3.12 on the PATH may be a version manager's shim that refuses to run: try it, do not look.
$(BIN)/python:
	@set -e; for p in python3.12 python3.11 python3; do \
	  if $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    $$p -m venv $(VENV) || { echo "Python has no venv module: install python3-venv"; exit 1; }; \
	    exit 0; fi; done; echo "mops needs Python 3.11 or newer"; exit 1

$(VENV)/.installed: requirements.lock | $(BIN)/python
	@$(BIN)/python -m pip install -q --disable-pip-version-check uv 2>/dev/null || true
	@if [ -x $(BIN)/uv ]; then $(BIN)/uv pip install -q --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.lock; \
	else $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock; fi
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	@if [ -x $(BIN)/uv ]; then $(BIN)/uv pip install -q --compile-bytecode --python $(BIN)/python --require-hashes -r requirements-dev.lock; \
	else $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock; fi
	@touch $@

install: $(VENV)/.installed ## Set up only

install-dev: $(VENV)/.installed-dev ## Set up with the tools of a contributor

run: install ## Serve the product with the demo on http://localhost:8000 (PORT= changes it)
	@MOPS_DEMO=1 $(BIN)/python manage.py serve --prepare --port $(PORT)

test: install-dev ## The whole test suite (with DATABASE_URL and REDIS_URL: on those)
	@$(BIN)/python -m pytest -n auto --dist worksteal -m "not stack" $(ARGS)
	@# The whole product as processes of its own: two at a time, which mostly wait, and nothing beside
	@# them, so that their times mean something. 5: none chosen.
	@$(BIN)/python -m pytest -n 2 --dist loadfile -m stack $(ARGS) || [ $$? -eq 5 ]

check: install-dev ## Format, lint, types, import contracts, templates, migrations, system checks
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy .
	$(BIN)/djlint --check --lint --quiet templates
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py check --fail-level WARNING
	$(BIN)/python manage.py check_framework

format: install-dev ## Put code and templates in order
	$(BIN)/ruff check --fix-only -q . && $(BIN)/ruff format -q . && $(BIN)/djlint --reformat --quiet templates || true

bench: install-dev ## Benchmarks, as ratios against reference loops in the same run
	$(BIN)/python -m bench

mutation: install-dev ## Changes of the engine that no test notices (MUTANTS='engine.stages*' for a part)
	nice -n 15 $(BIN)/mutmut run --max-children 2 $(foreach name,$(MUTANTS),'$(name)')
	@$(BIN)/mutmut results

lock: install-dev ## Pin requirements*.txt anew
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes requirements.txt -o requirements.lock
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes -c requirements.lock requirements-dev.txt -o requirements-dev.lock
