# `make run` starts the bot (the sandbox without a token); `make test` checks everything.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: run test slow browser format lint types bench footprint question-cost update-cost outbox-bench lock audit clean help

run: $(VENV)/.run ## start the bot, or the sandbox where TELEGRAM_BOT_TOKEN is not set
	@$(BIN)/danvan run

test: lint types browser ## lint, types and all tests but the slow drills
	@$(BIN)/python -m pytest -n $$($(WORKERS)) --dist worksteal -m "not slow" $(HANGING)
# One more than there are processors: many tests wait for paces and processes as long as they work.
WORKERS := $(BIN)/python -c 'import os; print((os.cpu_count() or 1) + 1)'
# A test that takes so many seconds hangs: it fails, with where it hangs, and the others go on.
HANGING := -o faulthandler_timeout=300 -o faulthandler_exit_on_timeout=true

slow: $(VENV)/.test ## the slow drills alone, at full size: several hours
	@$(BIN)/python -m pytest -m slow

browser: # the browser tests want a Chromium; where none can be had they skip
	@tests/support/install_chromium.sh

format: $(VENV)/.test ## format the code
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

lint: $(VENV)/.test
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(VENV)/.test
	@$(BIN)/mypy

$(VENV)/.venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is " + sys.version.split()[0] + ". Try: make run PYTHON=python3.12")'
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.run: requirements.lock pyproject.toml | $(VENV)/.venv
	@echo "Installing what the bot needs (once, under a minute) ..."
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.test: requirements-test.lock $(VENV)/.run
	@echo "Installing what the tests need (once) ..."
	@$(PIP) install --require-hashes -r requirements-test.lock
	@touch $@

bench: $(VENV)/.test ## measure searching 10,000 to 1,000,000 passages beside other engines
	@$(BIN)/python -m tests.benchmarks.search

footprint: $(VENV)/.test ## measure how fast it starts and answers, and how much memory it holds
	@$(BIN)/python -m tests.benchmarks.footprint

question-cost: $(VENV)/.test ## measure what a question costs, stage by stage, on small and large corpora
	@$(BIN)/python -m tests.benchmarks.question_cost

update-cost: $(VENV)/.test ## measure what it costs that a large library changes
	@$(BIN)/python -m tests.benchmarks.updating

outbox-bench: $(VENV)/.test ## measure the outbox on SQLite and PostgreSQL
	@$(BIN)/python -m tests.benchmarks.outbox

milvus-bench: $(VENV)/.test ## measure a Milvus server beside the embedded engine
	@$(BIN)/python -m tests.benchmarks.milvus

lock: ## renew the lock files
	@$(PYTHON) -m venv $(VENV)-lock && $(VENV)-lock/bin/python -m pip install --quiet uv
	@$(VENV)-lock/bin/uv pip compile $(LOCK) pyproject.toml --group build -o requirements.lock
	@$(VENV)-lock/bin/uv pip compile $(LOCK) -c requirements.lock pyproject.toml --extra metrics --extra postgresql --group build -o requirements-deploy.lock
	@$(VENV)-lock/bin/uv pip compile $(LOCK) -c requirements-deploy.lock pyproject.toml --all-extras --group test -o requirements-test.lock
	@rm -rf $(VENV)-lock
LOCK := --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
	--no-emit-index-url --custom-compile-command "make lock"

audit: $(VENV)/.test ## check the lock files, and ask pip-audit for known vulnerabilities
	@$(BIN)/python -m pytest -q tests/test_locks.py
	@$(PYTHON) -m venv $(VENV)-audit && $(VENV)-audit/bin/python -m pip install --quiet pip-audit
	@$(VENV)-audit/bin/pip-audit --strict --require-hashes --disable-pip --progress-spinner off -r requirements-test.lock -r requirements.lock \
		|| { echo "Vulnerable, or its data can't be reached from here: pip-audit says which above. The lock files are as they should be."; exit 1; }
	@rm -rf $(VENV)-audit

clean: ## remove the environment and what was measured
	@rm -rf $(VENV) var

help: ## list these targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'
