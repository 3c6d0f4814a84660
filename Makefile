# The two commands of the README are `make run` and `make test`; each sets up what it needs.
SCANS ?= data/samples
SHARED ?= ../shared
BIN := .venv/bin
# Files of tests at one time: half of a test's time is waiting, for processes, servers and browsers.
AT_ONCE := $(shell expr $$(nproc) + 1)

.DEFAULT_GOAL := help
.PHONY: help setup run serve test lint test-slow eval links bench rescan samples picture tour clean

help: ## show this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: ## system packages, .venv and pinned Python packages (only what is missing)
	@bash scripts/setup.sh dev

run: ## take the sample letters in, or your own: make run SCANS=/path; show the register
	@bash scripts/setup.sh run
	@bash scripts/run.sh "$(SCANS)"

serve: ## the web app over your register, http://127.0.0.1:8000
	@bash scripts/setup.sh run
	@$(BIN)/congvan serve

test: lint ## style, types and the fast tests, more files of them at one time than cores
	@$(BIN)/pytest -n $(AT_ONCE) --dist loadfile

lint: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@PATH="$(CURDIR)/$(BIN):$$PATH" npm --prefix web/front run --silent check

test-slow: setup ## also the tests that read many pages, or kill and restart
	@$(BIN)/pytest -n $(AT_ONCE) --dist loadfile -m "slow or not slow"

links: setup ## how well linking tells documents apart
	@$(BIN)/python -m benchmarks.linking data/linking/dev.toml
	@$(BIN)/python -m benchmarks.linking data/linking/held.toml

eval: setup ## compare readings with gold: the own samples, and ../shared/scans when present
	@$(BIN)/congvan eval data/samples
	@if [ -d "$(SHARED)/scans" ]; then $(BIN)/congvan eval "$(SHARED)/scans"; fi

bench: ## growth with the text; speed and memory beside OCRmyPDF; a register of a million documents (a quarter of an hour to make)
	@bash scripts/setup.sh bench
	@$(BIN)/python -m benchmarks.growth
	@$(BIN)/python -m benchmarks.speed
	@$(BIN)/python -m benchmarks.memory
	@$(BIN)/python -m benchmarks.ingest
	@$(BIN)/python -m benchmarks.workers
	@$(BIN)/python -m benchmarks.register
	@$(BIN)/python -m benchmarks.web

rescan: setup ## accuracy on the scans of ../shared/scans scanned again, askew and noisy
	@$(BIN)/python -m benchmarks.rescan "$(SHARED)/scans"

samples: setup ## print the sample letters anew
	@$(BIN)/python -m letterpress samples data/samples

picture: setup ## draw the picture of the README anew
	@mkdir -p docs/images
	@PYTHONPATH=. $(BIN)/python scripts/picture.py data/samples/04-tinh-uy-cong-van.pdf docs/images/reading.png

tour: setup ## draw the pictures of docs/tour anew
	@PYTHONPATH=. $(BIN)/python scripts/tour.py docs/images

clean: ## remove everything that can be made again
	@rm -rf .venv web/static web/front/node_modules .mypy_cache .pytest_cache .ruff_cache build dist *.egg-info
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
