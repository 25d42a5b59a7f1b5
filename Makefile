# Doorstep: two commands. `make demo` shows it, `make test` proves it.
# Everything goes into .venv; nothing else on the machine is touched.
PYTHON ?= python3
BIN := .venv/bin
.DEFAULT_GOAL := help
.PHONY: help demo test check lint lock bench clean

help: ## Say what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-8s %s\n", $$1, $$2}'

demo: .venv/run ## Set up, load the sample, build the index and serve it
	@$(BIN)/doorstep demo

test: .venv/dev ## Set up and run every test
	@$(BIN)/python -m pytest -n auto

check: lint test ## Lint, types, import contracts, then every test

lint: .venv/dev ## Format, lint, types, import contracts, templates
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint directory/templates --lint --quiet

bench: .venv/dev ## Measure; results are in docs/benchmarks.md
	$(BIN)/python -m benchmarks

lock: ## Lock the dependencies again, with hashes (needs uv)
	uv pip compile pyproject.toml --extra uk --extra postgres --group build $(LOCKED) -o requirements.lock
	uv pip compile pyproject.toml --extra uk --extra postgres --group build --group test --group e2e --group lint --group bench -c requirements.lock $(LOCKED) -o requirements-dev.lock
LOCKED := --universal --generate-hashes --python-version 3.11 --no-header --quiet

clean: ## Take away what was set up; the instance folder stays
	rm -rf .venv build *.egg-info

.venv/run: requirements.lock pyproject.toml
	@echo "Setting up (about a minute the first time) ..."
	@test -d .venv || $(PYTHON) -m venv .venv
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install -q --disable-pip-version-check --no-build-isolation --no-deps -e .
	@$(BIN)/python -m compileall -q directory
	@touch $@

.venv/dev: requirements-dev.lock .venv/run
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@
