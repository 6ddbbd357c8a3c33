PY ?= python

.PHONY: check format lint types test

check: lint types test

format:
	$(PY) -m ruff format kg tests
	$(PY) -m ruff check --fix kg tests

lint:
	$(PY) -m ruff format --check kg tests
	$(PY) -m ruff check kg tests

types:
	$(PY) -m mypy

test:
	$(PY) -m pytest
