# Everything a developer or an administrator types. Needs Python 3.11 with venv, and make.

VENV ?= .venv
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := $(VENV)/bin
RUN := $(BIN)/python
STAMP := $(VENV)/.installed
PORT ?= 8000
ADDRESS ?= 127.0.0.1:$(PORT)
WORKERS ?= 2
ARGS ?=

.PHONY: help env run demo test check format lock messages screenshots bench

help:
	@echo "make env          create $(VENV) and install the locked dependencies"
	@echo "make run          start the system with demo data on http://$(ADDRESS)/"
	@echo "make demo         rebuild the demo data (asks nothing, deletes what was entered)"
	@echo "make test         all tests; ARGS='tests/ledger -x' for some"
	@echo "make check        lint, types, import contracts, migrations, translations, deployment settings"
	@echo "make format       format the code"
	@echo "make messages     bring the Chinese catalogue in step with the sources"
	@echo "make lock         pin the dependencies of pyproject.toml anew"
	@echo "make screenshots  make the pictures in docs/"
	@echo "make bench        measure closing and pages (needs PostgreSQL)"

env: $(STAMP)

$(STAMP): requirements-dev.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11) and "Python 3.11 is needed: make PYTHON=/path/to/python3.11")'
	test -x $(RUN) || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --disable-pip-version-check --no-input --quiet --require-hashes -r requirements-dev.lock
	@touch $@

run: env
	@$(RUN) scripts/run.py $(ADDRESS)

demo: env
	$(RUN) manage.py migrate --noinput --verbosity 0
	$(RUN) manage.py messages compile
	$(RUN) manage.py demo

test: env
	$(RUN) -m pytest -n $(WORKERS) --dist loadgroup $(ARGS)

check: env
	@sh scripts/check.sh $(BIN)

format: env
	$(BIN)/ruff check --fix --select I .
	$(BIN)/ruff format .

messages: env
	$(RUN) manage.py messages extract

lock: env
	@sh scripts/lock.sh $(PYTHON)

screenshots: env
	$(RUN) scripts/screenshots.py $(ARGS)

bench: env
	$(RUN) bench/close.py $(ARGS)
	$(RUN) bench/pages.py
