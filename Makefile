PY ?= python

.PHONY: check format lint types test lock

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

# The versions that developers work with, for all platforms, with digests; needs uv.
lock:
	uv pip compile --universal --python-version 3.11 --all-extras --generate-hashes --no-emit-index-url \
		--custom-compile-command "make lock" pyproject.toml -o requirements-dev.lock
