# `make demo` and `make test` set up everything they need; see .ci/bootstrap.
PYTHON_IN := .venv/bin/python
PYTEST := $(PYTHON_IN) -m pytest
WORKERS ?= 2
# Slow tests wait for Spark, browsers and mail servers about as long as they work: one more keeps the cores busy.
SLOW_WORKERS ?= $(shell expr $(WORKERS) + 1)

# Tests compiled once are not compiled again by the next run, nor the package by each command that a test starts.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo test test-samples slow ratio lint docs constraints bench gallery calibration clean

help:
	@echo "make demo          a demo workspace and its report, in demo/"
	@echo "make test          the fast tests"
	@echo "make test-samples  the tests on real exports (REPORTGEN_SAMPLES, by default ../shared/data)"
	@echo "make slow          the PDF, browser, wheel and simulation tests, and the properties on more examples"
	@echo "make ratio         whether a build has become slower, against work that never changes: docs/benchmarks.md"
	@echo "make lint          style, types, import contracts, workflows"
	@echo "make docs          write the generated references anew"
	@echo "make bench         the benchmarks of docs/benchmarks.md, and the race against other ways to the same report"
	@echo "make gallery       eight workspaces whose pages are looked at one by one: docs/gallery.md"
	@echo "make calibration   how far forecasts, links and the ledger can be believed: docs/calibration.md"
	@echo "make constraints   pin the newest versions that fit pyproject.toml"
	@echo "make clean         remove the environment, the demo and every cache"

.venv/ready: pyproject.toml constraints.txt .ci/bootstrap
	@sh .ci/bootstrap

demo: .venv/ready
	@.venv/bin/reportgen demo demo

test: .venv/ready
	$(PYTEST) -n $(WORKERS) --dist loadfile

test-samples: .venv/ready
	$(PYTEST) -n $(WORKERS) --dist loadfile --no-loadscope-reorder -m samples --samples

slow: .venv/ready
	$(PYTEST) -n $(SLOW_WORKERS) --dist loadfile --no-loadscope-reorder -m "(slow or hypothesis) and not samples and not gallery"

ratio: .venv/ready
	$(PYTHON_IN) -m tests.bench.ratio

lint: .venv/ready
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/shellcheck .ci/bootstrap .ci/run .github/actions/reportgen/run.sh templates/workflows/reportgen.sh
	.venv/bin/actionlint -shellcheck .venv/bin/shellcheck .github/workflows/*.yml
	.venv/bin/zizmor --offline --quiet --persona=pedantic .github
	rm -rf build/workspace && .venv/bin/reportgen init build/workspace >/dev/null && git init -q build/workspace
	cd build/workspace && $(CURDIR)/.venv/bin/actionlint -shellcheck $(CURDIR)/.venv/bin/shellcheck
	.venv/bin/zizmor --offline --quiet --persona=pedantic build/workspace
	.venv/bin/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml build/workspace/.github/workflows/*.yml
	.venv/bin/check-jsonschema --builtin-schema vendor.github-actions .github/actions/*/action.yml

docs: .venv/ready
	$(PYTHON_IN) docs/references.py
	$(PYTHON_IN) -m reportgen.settings.reference

bench: .venv/ready
	$(PYTHON_IN) -m tests.bench
	$(PYTHON_IN) -m tests.bench.paper
	$(PYTHON_IN) -m tests.bench.race

gallery: .venv/ready
	$(PYTEST) -n $(WORKERS) --dist load -m gallery
	$(PYTHON_IN) -m tests.gallery build/gallery --write

calibration: .venv/ready
	$(PYTHON_IN) -m tests.calibration --write
	$(PYTHON_IN) -m tests.calibration.bridge --write
	$(PYTHON_IN) -m tests.calibration.ledger --write

# uv writes no addresses into the file, which is why it is the one to make it.
constraints: .venv/ready
	$(PYTHON_IN) -m pip install -q uv
	.venv/bin/uv pip compile -q --universal --upgrade --group dev --extra spark --extra bigquery pyproject.toml --python-version 3.11 --no-annotate --no-header -o constraints.txt
	.venv/bin/uv pip compile -q --universal -c constraints.txt pyproject.toml --python-version 3.11 --no-annotate --no-header -o templates/workflows/requirements.txt

clean:
	rm -rf .venv demo dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
