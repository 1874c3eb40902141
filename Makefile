# The school's commands. `make run` and `make test` install what is missing.
SHELL := /bin/bash
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
CATALOGS := $(patsubst %.po,%.mo,$(wildcard locale/zh_Hans/LC_MESSAGES/*.po locale/wagtail/zh_Hans/LC_MESSAGES/*.po))

.PHONY: setup system run test bench messages lint clean

# --- Set-up -------------------------------------------------------------------------------------

setup: .venv/.ready $(CATALOGS)

.venv/.ready: requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed: set PYTHON=/path/to/python3.11"; exit 1; }
	@$(MAKE) --no-print-directory system
	@echo "Preparing .venv …"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

# Debian packages: Pango and HarfBuzz for PDFs, a CJK font, gettext, Chromium for the journeys.
system:
	@bash .ci/system-packages

%.mo: %.po
	@msgfmt --check -o $@ $<

# --- Running ------------------------------------------------------------------------------------

run: setup
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py load_school --sample --once
	@exec $(BIN)/python manage.py run_school --port $(PORT)

# --- Testing ------------------------------------------------------------------------------------

test: setup
	@$(BIN)/ruff check .
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/pytest -n 2 --dist loadgroup -q

bench: setup
	@bash .ci/system-packages chromium
	@$(BIN)/python tests/bench/run.py

# --- Words --------------------------------------------------------------------------------------

messages:
	@$(BIN)/python manage.py makemessages --locale zh_Hans --no-obsolete --no-location \
		--ignore .venv --ignore var --ignore staticfiles --ignore tests --ignore "templates/styleguide*"

lint:
	@$(BIN)/ruff check --fix . && $(BIN)/ruff format .

clean:
	@rm -rf .venv var staticfiles
