# Videos in media/, captions in subtitles/. `make help` lists the verbs; the logic is in pipeline/.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := build

LANGUAGES ?=
VIDEOS ?=
PYTHON ?= python3
CAPTIONS := .venv/bin/captions
SETUP := .venv/.set-up
SETUP_DEV := .venv/.set-up-dev

.PHONY: build status check dist test lint format lock demo-video bench clean help

build: $(SETUP) ## caption every video of media/ (VIDEOS=… LANGUAGES="pt es" narrow it)
	@$(CAPTIONS) build $(if $(LANGUAGES),--languages "$(LANGUAGES)") -- $(VIDEOS)

status: $(SETUP) ## what is current, edited, stale or still to be made
	@$(CAPTIONS) status

check: $(SETUP) ## report every cue that breaks the readability rules
	@$(CAPTIONS) check

dist: $(SETUP) ## make the bundles for distributors in dist/
	@$(CAPTIONS) bundle -- $(VIDEOS)

test: $(SETUP_DEV) ## run the whole test suite
	@.venv/bin/python -m pytest

lint: $(SETUP_DEV) ## run the linters and the type checker
	@.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy

format: $(SETUP_DEV) ## lay out the code
	@.venv/bin/ruff check --fix-only . && .venv/bin/ruff format .

lock: $(SETUP_DEV) ## pin all dependencies anew
	@tools/lock.sh

clean: ## remove caches and reports; captions are never touched
	@rm -rf build .pytest_cache .mypy_cache .ruff_cache .hypothesis

help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | while IFS=$$'\t' read -r verb text; do \
		printf 'make %-12s %s\n' "$$verb" "$$text"; done

$(SETUP): requirements.lock requirements/torch.lock pyproject.toml tools/setup.sh
	@PYTHON=$(PYTHON) tools/setup.sh
	@touch $@

$(SETUP_DEV): $(SETUP) requirements/dev.lock
	@PYTHON=$(PYTHON) tools/setup.sh dev
	@touch $@
