# `make serve` and `make test` do all set-up; everything they install stays in .venv.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin

.PHONY: install serve test check check-client bench format openapi lint-openapi lock clean

# Everything that `touchbase` needs to run, and nothing to test it.
install: $(VENV)/.installed

serve: $(VENV)/.installed
	$(BIN)/touchbase serve --local $(if $(PORT),--port $(PORT))

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -q -n 2 $(TESTS)

check: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/touchbase openapi --check

# The service beside a bare ceiling, on a PostgreSQL of its own; `make bench CONTACTS=1000000` takes longer.
bench: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks.run $(if $(CONTACTS),--contacts $(CONTACTS))

format: $(VENV)/.installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

openapi: $(VENV)/.installed-dev
	$(BIN)/touchbase openapi --write
	$(BIN)/python -m tests.test_openapi

# The public ruleset of Spectral; needs Node.
lint-openapi:
	npx --yes @stoplight/spectral-cli@6 lint --fail-severity=hint openapi/openapi.json

# A client generated from the document, used against a running service.
check-client: $(VENV)/.installed-dev
	$(PYTHON) -m venv .venv-client
	.venv-client/bin/python -m pip install --quiet --disable-pip-version-check 'openapi-python-client>=0.29,<0.30'
	$(BIN)/python -m tests.generated_client .venv-client/bin

# Exact versions with hashes, from the ranges in pyproject.toml.
lock: $(VENV)/.installed-dev
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --upgrade --output-file requirements.lock pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --upgrade --extra dev --output-file requirements-dev.lock pyproject.toml

clean:
	rm -rf $(VENV) .venv-client

$(VENV)/.venv:
	@$(PYTHON) -c 'import sys; sys.exit("Touchbase needs Python 3.11 or newer; this is %d.%d. Name another: make PYTHON=python3.11" % sys.version_info[:2] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: $(VENV)/.venv requirements.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@
