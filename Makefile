# Everything one does with the coach. Each command works on a fresh machine that has Python 3.11
# or newer; `make` alone lists them.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c

BIN := .venv/bin
CHECKS := lint formatting types layers
# No host name of a package registry may end up in a lock file.
LOCKING := --quiet --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header

# Node may come from a Python package, which lays it into .venv.
NODE := PATH="$$PATH:$(CURDIR)/$(BIN)" node

.PHONY: help setup setup-dev run chat check $(CHECKS) test test-both faults fuzz torture coverage ci lock map settings profiles
.PHONY: manifest icons cards e2e e2e-tools sbom audit

help: ## list these commands
	@sed -nE 's/^([a-z0-9-]+):.*## (.*)/  make \1\t\2/p' Makefile | expand -t 18

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

test: setup-dev ## the test suite, on SQLite in memory; `make ci` does more of it, `make torture` all
	$(BIN)/python -m pytest -q -n auto --dist loadfile

test-both: setup-dev ## the test suite as CI runs it: on SQLite in memory and in files, and on PostgreSQL
	@COACH_TEST_FILES=1 COACH_THOROUGH=1 tools/postgres.sh $(MAKE) --no-print-directory test

# Fewer kills on PostgreSQL: each costs a start of two seconds, and all of it is to take six minutes.
faults: setup-dev ## break the service on purpose, beside a throw-away PostgreSQL (COACH_KILLS kills)
	@COACH_KILLS=$${COACH_KILLS:-30} COACH_KILLS_ON_POSTGRES=$${COACH_KILLS_ON_POSTGRES:-16} \
	  tools/postgres.sh $(BIN)/python -m pytest -q -m faults tests/faults

fuzz: setup-dev ## 10,000 spoiled activities against the Teams door
	COACH_FUZZ=10000 $(BIN)/python -m pytest -q tests/test_botframework_fuzz.py

torture: export COACH_TEST_FILES = 1
torture: export COACH_THOROUGH = 1
torture: setup-dev ## all at full size: 100,000 histories, over a million inputs to our parsers, hundreds of kills; hours
	COACH_RETENTION_STEP=1 $(BIN)/python -m pytest -q tests/test_retention.py
	COACH_WALK=1 $(BIN)/python -m pytest -q tests/test_rules.py tests/test_one_use.py tests/test_every_card.py tests/test_slack_blocks.py tests/test_slack_flows.py
	COACH_WEEKS=104 tools/postgres.sh $(BIN)/python -m pytest -q tests/test_calendar.py
	COACH_WORLDS=5 $(BIN)/python -m pytest -q tests/test_roles.py
	HISTORIES=100000 $(BIN)/python -m pytest -q tests/test_summary_privacy.py
	COACH_TORTURE=10000 $(BIN)/python -m pytest -q tests/test_slack_torture.py
	COACH_FUZZ_INPUTS=40000 $(BIN)/python -m pytest -q -n auto tests/test_fuzz_parsers.py
	COACH_ISOLATION=2000 $(BIN)/python -m pytest -q tests/test_isolation.py
	@COACH_KILLS=$${COACH_KILLS:-300} COACH_BURSTS=$${COACH_BURSTS:-300} COACH_LONG_RUN=$${COACH_LONG_RUN:-100000} \
	  tools/postgres.sh $(BIN)/python -m pytest -q -s -m faults tests/faults

coverage: setup-dev ## the test suite, and which lines it never reached
	$(BIN)/python -m coverage run -m pytest -q
	$(BIN)/python -m coverage report

ci: ## everything CI runs, each step with its time
	@for step in setup-dev $(CHECKS) test-both faults fuzz e2e sbom; do \
	  tools/timed.sh "$$step" $(MAKE) --no-print-directory "$$step"; done

sbom: setup-dev ## list every pinned package in build/sbom.cdx.json, as CycloneDX; needs no network
	@$(BIN)/python -m tools.sbom

audit: setup-dev ## ask the advisory feeds about every pinned package; says so where none can be reached
	@$(BIN)/python -m tools.audit

lock: setup-dev ## pin what the *.in files ask for; UPGRADE=--upgrade takes the newest
	for name in requirements requirements-setup requirements-dev tools/node; do \
	  $(BIN)/uv pip compile $(LOCKING) $(UPGRADE) "$$name.in" -o "$$name.txt" >/dev/null; done

map: setup-dev ## draw the conversation into docs/explanation/conversation.md
	{ echo '```mermaid'; $(BIN)/python manage.py map; echo '```'; } \
	  | $(BIN)/python tools/generated.py docs/explanation/conversation.md map

settings: setup-dev ## list the settings in docs/reference/settings.md
	$(BIN)/python manage.py settings | $(BIN)/python tools/generated.py docs/reference/settings.md settings

profiles: setup-dev ## list the role profiles in docs/reference/profiles.md
	$(BIN)/python manage.py catalogue profiles | $(BIN)/python tools/generated.py docs/reference/profiles.md profiles

manifest: setup-dev ## make build/teams-app.zip, from COACH_APP_ID and COACH_PUBLIC_URL
	@$(BIN)/python -m manifest.build

icons: e2e-tools ## draw the icons of the app in Teams
	$(NODE) e2e/icons.mjs manifest/icons

cards: setup-dev e2e-tools ## draw every kind of card into docs/reference, as Teams would
	$(BIN)/python -m e2e.gallery.samples | $(NODE) e2e/gallery/gallery.mjs docs/reference
	$(BIN)/python -m e2e.gallery.overviews | $(NODE) e2e/gallery/gallery.mjs docs/da --each

e2e: setup-dev e2e-tools ## the coach in a Teams-like client and in a browser; pictures in build/e2e
	$(NODE) --test --test-reporter=spec e2e/*.test.mjs

e2e-tools: setup-dev
	@tools/chromium.sh
	@tools/npm.sh e2e
