# Videos in media/, captions in subtitles/. `make help` lists the verbs; the logic is in pipeline/.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := build

LANGUAGES ?=
VIDEOS ?=
PYTHON ?= python3
CAPTIONS := .venv/bin/captions
# Programs are measured as people run them: compiled Python files are kept.
BENCH := env -u PYTHONDONTWRITEBYTECODE .venv/bin/python
SETUP := .venv/.set-up
SETUP_DEV := .venv/.set-up-dev
SETUP_BENCH := .venv-bench/.set-up
SETUP_LIBRETRANSLATE := .venv-bench-libretranslate/.set-up

.PHONY: build status check desk dist test test-merge mutate test-kill fuzz lint format wheel floors readme \
        desk-pictures player-picture demo-video lock clean help bench bench-transcription bench-recognition bench-script \
        bench-translation-speed bench-whole bench-growth bench-edit bench-cues bench-review bench-breaks \
        bench-translation bench-channel bench-desk bench-fidelity bench-names

build: $(SETUP) ## caption every video of media/ (VIDEOS=… LANGUAGES="pt es" narrow it)
	@$(CAPTIONS) build $(if $(LANGUAGES),--languages "$(LANGUAGES)") -- $(VIDEOS)

status: $(SETUP) ## what is current, edited, stale or still to be made
	@$(CAPTIONS) status

check: $(SETUP) ## report every cue that breaks the readability rules
	@$(CAPTIONS) check

desk: $(SETUP) ## correct the captions in the browser
	@$(CAPTIONS) desk

dist: $(SETUP) ## make the bundles for distributors in dist/ (VIDEOS=… LANGUAGES="pt es" narrow them)
	@$(CAPTIONS) bundle $(if $(LANGUAGES),--languages "$(LANGUAGES)") -- $(VIDEOS)

test: $(SETUP_DEV) ## run the whole test suite
	@.venv/bin/python -m pytest

test-merge: $(SETUP_DEV) ## merge two people's random edits, 2,000 times (the suite tries 200)
	@CAPTIONS_MERGE_SEEDS=2000 .venv/bin/python -m pytest tests/property/test_two_people_laws.py

mutate: $(SETUP_DEV) ## put small faults into the code and list those that no test notices
	@.venv/bin/python -m tools.mutate $(ARGS)

test-kill: $(SETUP_DEV) ## kill a build at 200 random moments (the suite tries 30)
	@CAPTIONS_KILLS=200 .venv/bin/python -m pytest tests/end_to_end/test_kill.py

fuzz: $(SETUP_DEV) ## 20,000 mutants of our own files through every reader (a minute or two)
	@.venv/bin/python -m tools.fuzz

lint: $(SETUP_DEV) ## run the linters and the type checker
	@.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/lint-imports --no-cache && .venv/bin/mypy

format: $(SETUP_DEV) ## lay out the code
	@.venv/bin/ruff check --fix-only . && .venv/bin/ruff format .

wheel: $(SETUP_DEV) ## make dist/captions-….whl, which pip, pipx and uv install
	@.venv/bin/python -m pip --quiet --disable-pip-version-check wheel --no-deps --no-build-isolation -w dist . && ls dist/captions-*.whl

floors: $(SETUP_DEV) ## draw docs/floors.svg, the rooms of the program
	@.venv/bin/python -m tools.floors

readme: $(SETUP_DEV) ## write the figures of README.md anew
	@.venv/bin/python -m tools.readme

desk-pictures: $(SETUP_DEV) ## take the pictures of the desk in docs/images anew
	@.venv/bin/python -m pip --quiet install --no-deps --require-hashes -r requirements/demo.lock
	@.venv/bin/python -m tools.desk_pictures

player-picture: $(SETUP_DEV) ## make docs/images/player.png anew, the page of a bundle
	@.venv/bin/python -m tools.player_picture

demo-video: $(SETUP_DEV) ## make media/social-credit.mp4 anew from its narration
	@.venv/bin/python -m pip --quiet install --no-deps --require-hashes -r requirements/demo.lock
	@.venv/bin/python -m tools.demo_video

bench: bench-transcription bench-translation-speed bench-whole bench-growth ## measure beside the peers, an hour and a half; writes docs/performance.md

bench-transcription: $(SETUP_DEV) $(SETUP_BENCH) ## transcription beside whisper, faster-whisper, whisper-ctranslate2
	@$(BENCH) -m benches.transcription

bench-script: $(SETUP_DEV) $(SETUP_BENCH) ## what a script does for the captions, and what a wrong one cannot spoil
	@$(BENCH) -m benches.script

bench-recognition: $(SETUP_DEV) $(SETUP_BENCH) ## real recordings in five languages beside whisper and faster-whisper
	@$(BENCH) -m benches.recognition

bench-translation-speed: $(SETUP_DEV) $(SETUP_BENCH) $(SETUP_LIBRETRANSLATE) ## a thousand sentences beside argostranslate
	@$(BENCH) -m benches.translation

bench-whole: $(SETUP_DEV) $(SETUP_BENCH) ## the whole job beside the commands run by hand
	@$(BENCH) -m benches.whole

bench-growth: $(SETUP_DEV) ## cost of 1, 10, 100 and 600 minutes and of 1, 5 and 20 languages
	@$(BENCH) -m benches.whole --growth

bench-edit: $(SETUP_DEV) ## the rebuild after one corrected word beside a full build
	@$(BENCH) -m benches.edit

bench-cues: $(SETUP_DEV) ## cutting and placing; writes docs/cues.md
	@$(BENCH) -m benches.cues

bench-review: $(SETUP_DEV) ## does the queue put first what is wrong; writes docs/review.md
	@$(BENCH) -m benches.review

bench-names: $(SETUP_DEV) ## do names of the glossary mend what was misheard; writes docs/review.md
	@$(BENCH) -m benches.names

bench-breaks: $(SETUP_DEV) ## line breaks beside those of people's caption files (FILES='a.en.srt b.es.srt'); writes docs/cues.md
	@$(BENCH) -m benches.line_breaks $(FILES)

bench-translation: $(SETUP_DEV) ## the quality of every translation route; writes docs/languages.md
	@$(BENCH) -m benches.translation_quality

bench-channel: $(SETUP_DEV) ## a channel of many videos with the scripted engine (VIDEOS=10000); writes docs/performance.md
	@$(BENCH) -m benches.channel all $(if $(VIDEOS),--videos $(VIDEOS))

bench-desk: $(SETUP_DEV) ## the desk with two hours of captions: first paint, keys, memory, saves
	@$(BENCH) -m benches.desk

bench-fidelity: $(SETUP_DEV) $(SETUP_BENCH) ## facts in translation beside argostranslate; writes docs/languages.md
	@$(BENCH) -m benches.fidelity

lock: $(SETUP_DEV) ## pin all dependencies anew
	@tools/lock.sh

clean: ## remove caches and reports; captions are never touched
	@rm -rf build .pytest_cache .mypy_cache .ruff_cache .hypothesis

help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | while IFS=$$'\t' read -r verb text; do \
		printf 'make %-24s %s\n' "$$verb" "$$text"; done

$(SETUP): requirements.lock requirements/torch.lock pyproject.toml tools/setup.sh
	@PYTHON=$(PYTHON) tools/setup.sh
	@touch $@

$(SETUP_DEV): $(SETUP) requirements/dev.lock
	@PYTHON=$(PYTHON) tools/setup.sh dev
	@touch $@

$(SETUP_BENCH): requirements/bench.lock tools/setup_bench.sh
	@PYTHON=$(PYTHON) tools/setup_bench.sh
	@touch $@

$(SETUP_LIBRETRANSLATE): tools/setup_bench_libretranslate.sh
	@PYTHON=$(PYTHON) tools/setup_bench_libretranslate.sh
	@touch $@
