PY ?= python

.PHONY: check format lint types test answers lock

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

# The expected answers of the named queries, from the annotations of the seeds (not from a build): look at what changed.
answers:
	KG_REWRITE_ANSWERS=1 $(PY) -m pytest -q tests/rdf/test_queries.py -k answer_for_the_seeds
	git diff --stat -- tests/rdf/answers

# The versions that developers work with, for all platforms, with digests; needs uv.
lock:
	uv pip compile --universal --python-version 3.11 --all-extras --generate-hashes --no-emit-index-url \
		--custom-compile-command "make lock" pyproject.toml -o requirements-dev.lock
