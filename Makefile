# Everything starts from a bare clone: Python 3.11 (or 3.10) and make. `make help` reads itself.
PYTHON ?= $(shell command -v python3.11 || command -v python3.10 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
export RASA_TELEMETRY_ENABLED := false
export PYTHONPATH := $(CURDIR)
.DEFAULT_GOAL := help

.PHONY: help
help: ## list every target
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: run
run: setup ## set up whatever is missing, then run the whole service
	@$(BIN)/ecm run

.PHONY: test
test: setup train ## set up whatever is missing, then run every test
	@sh tools/debian-packages.sh chromium
	@$(BIN)/python -m pytest $(PYTEST_ARGS)

.PHONY: setup
setup: $(VENV)/.installed ## the environment in .venv, from the hash-pinned lock

$(VENV)/.installed: requirements.lock pyproject.toml tools/setup.sh
	@PYTHON="$(PYTHON)" sh tools/setup.sh

.PHONY: train
train: setup ## train the model; skipped when nothing changed
	@$(BIN)/python -m bot.train

.PHONY: lint
lint: setup ## style, types, import rules, catalogues
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet . || { echo "run: make format"; exit 1; }
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m tools.catalogues check

.PHONY: format
format: setup ## let ruff format and mend what it can
	@$(BIN)/ruff format --quiet .
	@$(BIN)/ruff check --fix --quiet . || true

.PHONY: bench
bench: setup train ## figures beside a stock Rasa bot, in one run (takes about half an hour)
	@$(BIN)/python -m tools.bench

.PHONY: transcripts
transcripts: setup train ## write the golden transcripts anew; review the difference
	@ECM_WRITE_TRANSCRIPTS=1 $(BIN)/python -m pytest tests/transcripts

.PHONY: messages
messages: setup ## write locales/messages.pot anew and mark what translations miss
	@$(BIN)/python -m tools.catalogues update

.PHONY: lock
lock: ## resolve requirements.lock anew (needs uv)
	@uv pip compile requirements.in --override requirements.overrides --python-version 3.10 \
	  --generate-hashes --no-annotate --no-header --no-emit-index-url --no-emit-find-links \
	  --quiet --output-file requirements.lock

.PHONY: clean
clean: ## remove the environment, the model and everything the service wrote
	@rm -rf $(VENV) models var
