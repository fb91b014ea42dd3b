# Everything one does with the coach. Each command works on a fresh machine that has Python 3.11
# or newer; `make` alone lists them.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c

BIN := .venv/bin
CHECKS := lint formatting types layers
# No host name of a package registry may end up in a lock file.
LOCKING := --quiet --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header

.PHONY: help setup setup-dev run chat check $(CHECKS) test fuzz coverage ci lock map settings

help: ## list these commands
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' Makefile | expand -t 18

setup: ## make this checkout ready to run
	@tools/setup.sh

setup-dev:
	@tools/setup.sh dev

run: setup ## serve the coach on http://127.0.0.1:3978
	@exec $(BIN)/python app.py

chat: ## talk to the coach in this terminal, or through a pipe
	@tools/setup.sh >&2
	@exec $(BIN)/python manage.py chat

check: setup-dev $(CHECKS) ## linters, types and layers

lint: setup-dev
	$(BIN)/python -m ruff check .

formatting: setup-dev
	$(BIN)/python -m ruff format --check .

types: setup-dev
	$(BIN)/python -m mypy

layers: setup-dev
	$(BIN)/lint-imports

test: setup-dev ## the test suite, on SQLite, at most two minutes
	$(BIN)/python -m pytest -q

fuzz: setup-dev ## 10,000 spoiled activities against the Teams door
	COACH_FUZZ=10000 $(BIN)/python -m pytest -q tests/test_botframework_fuzz.py

coverage: setup-dev ## the test suite, and which lines it never reached
	$(BIN)/python -m coverage run -m pytest -q
	$(BIN)/python -m coverage report

ci: ## everything CI runs, each step with its time
	@for step in setup-dev $(CHECKS) test fuzz; do tools/timed.sh "$$step" $(MAKE) --no-print-directory "$$step"; done

lock: setup-dev ## pin what the *.in files ask for; UPGRADE=--upgrade takes the newest
	for name in requirements requirements-setup requirements-dev tools/node; do \
	  $(BIN)/uv pip compile $(LOCKING) $(UPGRADE) "$$name.in" -o "$$name.txt" >/dev/null; done

map: setup-dev ## draw the conversation into docs/explanation/conversation.md
	{ echo '```mermaid'; $(BIN)/python manage.py map; echo '```'; } \
	  | $(BIN)/python tools/generated.py docs/explanation/conversation.md map

settings: setup-dev ## list the settings in docs/reference/settings.md
	$(BIN)/python manage.py settings | $(BIN)/python tools/generated.py docs/reference/settings.md settings
