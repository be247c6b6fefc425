# Everything a developer or an administrator types. Needs Python 3.11 with venv, and make.

VENV ?= .venv
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := $(VENV)/bin
RUN := $(BIN)/python
PORT ?= 8000
ADDRESS ?= 127.0.0.1:$(PORT)
WORKERS ?= 2
# Which tests: the slow ones (environments made anew, runs of their own, fuzzing, kills) run in the continuous check.
MARKS ?= not slow
ARGS ?=

.PHONY: help env run demo test check format lock messages screenshots bench

help:
	@echo "make env          create $(VENV) and install the locked dependencies"
	@echo "make run          start the system with demo data on http://$(ADDRESS)/"
	@echo "make demo         rebuild the demo data (asks nothing, deletes what was entered)"
	@echo "make test         all tests but the slow ones (MARKS= for all); ARGS='tests/ledger -x' for some"
	@echo "make check        lint, types, import contracts, migrations, translations, deployment settings"
	@echo "make format       format the code"
	@echo "make messages     bring the Chinese catalogue in step with the sources"
	@echo "make lock         pin the dependencies of pyproject.toml anew"
	@echo "make screenshots  make the pictures in docs/"
	@echo "make bench        measure closing and pages (needs PostgreSQL)"

# Each time: the script looks whether the environment is whole and of this lock, which takes no time if it is.
env:
	@sh scripts/install.sh "$(PYTHON)" "$(VENV)" requirements-dev.lock

run: env
	@$(RUN) scripts/run.py $(ADDRESS)

demo: env
	$(RUN) manage.py migrate --noinput --verbosity 0
	$(RUN) manage.py messages compile
	$(RUN) manage.py demo

test: env
	$(RUN) -m pytest -n $(WORKERS) --dist loadgroup -m "$(MARKS)" $(ARGS)

check: env
	@sh scripts/check.sh $(BIN)

format: env
	$(BIN)/ruff check --fix --select I .
	$(BIN)/ruff format .

messages: env
	$(RUN) manage.py messages extract

lock: env
	@sh scripts/lock.sh "$(PYTHON)"

screenshots: env
	$(RUN) scripts/screenshots.py $(ARGS)

bench: env
	$(RUN) bench/close.py $(ARGS)
	$(RUN) bench/pages.py
