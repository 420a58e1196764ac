PYTHON ?= python3
BIN := .venv/bin

menu:
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' Makefile | expand -t 16

figures: .venv/.installed  ## run every notebook and draw every figure into figures/; CORPUS=path: your own articles
	$(if $(CORPUS),CORPUS='$(CORPUS)') $(BIN)/python -m helpers.rerun

test: .venv/.installed  ## lint, unit tests, every notebook and figure against what is stored
	$(BIN)/ruff check .
	$(BIN)/pytest -n 2 --dist loadscope
	$(BIN)/pytest -n 2 --dist loadscope --nbval --nbval-current-env notebooks

html: .venv/.installed  ## a copy of the notebooks to read in a browser or on paper, html/index.html; CORPUS=path: your own
	$(if $(CORPUS),CORPUS='$(CORPUS)') $(BIN)/python -m helpers.reading

lab: .venv/.installed  ## open the first notebook in JupyterLab
	$(BIN)/jupyter lab notebooks/01-corpus.ipynb

e2e: .venv/.e2e  ## open every notebook in JupyterLab and every page of the reading copy in a real browser (Chromium)
	$(BIN)/pytest -n 2 --dist loadfile tests/e2e

bench: .venv/.bench  ## time the coding beside other tools on one core; .bench/README.md has the table
	OMP_NUM_THREADS=1 $(BIN)/pytest -q -o addopts= -W default tests/bench_coding.py

.venv/.bench: .venv/.installed
	$(BIN)/uv pip install --quiet --python $(BIN)/python -e '.[bench]'
	touch $@

.venv/.e2e: .venv/.installed
	$(BIN)/uv pip install --quiet --python $(BIN)/python -e '.[e2e]'
	touch $@

.venv/.installed: requirements.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==0.13.9
	$(BIN)/uv pip install --quiet --python $(BIN)/python -r requirements.txt
	touch $@

.PHONY: menu figures test html lab e2e bench
