# The project's commands; `make help` lists them. All tools are run as modules of the project's own Python, for scripts
# in .venv/bin name it by its full path, which may hold spaces or have changed.

PYTHON ?= python3
VENV_PYTHON := .venv/bin/python
STAMP := .venv/.install-stamp
COMPILE := env -u PIP_FIND_LINKS -u PIP_EXTRA_INDEX_URL PIP_CONFIG_FILE=/dev/null \
  CUSTOM_COMPILE_COMMAND='make lock  (for CPython 3.11 to 3.13 on Linux)' \
  .venv/lock/bin/python -m piptools compile --quiet --generate-hashes --allow-unsafe --strip-extras \
  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host
FRESH_OPTION := $(if $(filter 1 yes true,$(FRESH)),--fresh)

.DEFAULT_GOAL := help
.PHONY: help install prerequisites demo test check bench format lock clean

help:
	@echo 'make demo     the bot with a local Slack in the browser; FRESH=1 begins anew'
	@echo 'make test     all checks and tests'
	@echo 'make check    linters, types and the rules of imports'
	@echo 'make bench    measure it; the figures go to bench/'
	@echo 'make format   put the code into its format'
	@echo 'make install  make .venv with all that these need'
	@echo 'make lock     renew both requirements.lock from pyproject.toml'
	@echo 'make clean    delete .venv and all caches; the data in .taskbot and .taskbot-demo stays'

install: $(STAMP)

$(STAMP): pyproject.toml requirements.lock
	@$(MAKE) --no-print-directory prerequisites
	$(PYTHON) -m venv .venv
	$(VENV_PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(VENV_PYTHON) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(STAMP)

prerequisites:
	@command -v $(PYTHON) >/dev/null || { \
	  echo 'Python is missing: install 3.11, 3.12 or 3.13 (Debian: apt-get install git make python3-venv libcurl4).' >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo 'This Python is too old: install 3.11, 3.12 or 3.13, and name it: make install PYTHON=python3.11' >&2; exit 1; }
	@missing=''; \
	command -v git >/dev/null || missing="$$missing git"; \
	$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || missing="$$missing python3-venv"; \
	test "$$(uname)" != Linux || command -v mongod >/dev/null \
	  || $(PYTHON) -c 'import ctypes; ctypes.CDLL("libcurl.so.4")' 2>/dev/null || missing="$$missing libcurl4"; \
	test -z "$$missing" || { echo "Missing:$$missing. Install it (Debian: apt-get install$$missing)." >&2; exit 1; }

demo: install
	@exec $(VENV_PYTHON) -m bot.cli.main demo $(FRESH_OPTION)

test: check
	$(VENV_PYTHON) -m pytest

check: install
	$(VENV_PYTHON) -m ruff check .
	$(VENV_PYTHON) -m ruff format --check .
	$(VENV_PYTHON) -m mypy
	$(VENV_PYTHON) -c 'import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())'

bench: install
	@mkdir -p bench
	@for name in ack fanout reminders growth footprint; do \
	  $(VENV_PYTHON) -m tests.benchmarks $$name --json bench/$$name.json || exit 1; \
	done

format: install
	$(VENV_PYTHON) -m ruff check --fix .
	$(VENV_PYTHON) -m ruff format .

lock: install
	$(VENV_PYTHON) -m venv .venv/lock
	.venv/lock/bin/python -m pip install --quiet --disable-pip-version-check pip-tools
	$(COMPILE) --extra local --extra dev --build-deps-for wheel --build-deps-for editable \
	  --output-file requirements.lock pyproject.toml
	$(COMPILE) --constraint requirements.lock --build-deps-for wheel --no-annotate \
	  --output-file deploy/requirements.lock pyproject.toml

clean:
	rm -rf .venv build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
