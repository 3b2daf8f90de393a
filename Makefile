# Two commands do everything: `make brief` and `make test`. Both can be run again at no cost.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip --disable-pip-version-check
ARTICLE ?= examples/diplomacy.txt

.PHONY: brief test lint types unit docs train clean

brief: $(VENV)/.installed
	@mkdir -p out
	@$(BIN)/briefgen brief $(ARTICLE) --preset demo --length short \
		--format md,html,docx,json --output out/$(basename $(notdir $(ARTICLE))) --force

test: $(VENV)/.test-installed
	@$(MAKE) --no-print-directory lint types unit

lint:
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports

types:
	$(BIN)/mypy

unit:
	$(BIN)/python -m pytest -q

# The site, into build/site; `python -m tools.cli_reference` writes its page of commands.
docs: $(VENV)/.docs-installed
	$(BIN)/python -m tools.cli_reference --check
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet

# The demo models, from their text: about 90 minutes on two cores.
train: $(VENV)/.train-installed
	$(BIN)/python -m training.lint
	$(BIN)/python -m training.translator --out src/briefgen/demo/translator
	$(BIN)/python -m training.summarizer --out src/briefgen/demo/summarizer
	$(BIN)/python -m training.conversion
	$(BIN)/python -m training.cards

# The environment is made anew only where what it is made from has changed. The test extra is
# installed on top of it, so that `make brief` after `make test` finds nothing to do.
$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.test-installed: $(VENV)/.installed
	$(PIP) install --quiet --constraint constraints.txt --editable '.[test]'
	@touch $@

$(VENV)/.docs-installed: $(VENV)/.installed
	$(PIP) install --quiet --constraint constraints.txt --editable '.[docs]'
	@touch $@

$(VENV)/.train-installed: $(VENV)/.installed
	$(PIP) install --quiet --constraint constraints.txt --editable '.[train]'
	@touch $@

clean:
	rm -rf $(VENV) out dist build
