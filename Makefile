# Heed: `make sim` drives a mission in a simulated home, `make test` runs every test. Both set up what they need.

WORLD ?= home
SEED ?= 12
SAY ?= go to the tv
BOARD ?= laptop
# SPEAK="go to the tv" is spoken into the simulated microphone in place of SAY; SNR=20: with motors so many dB below the voice
SPEAK ?=
SNR ?=
# More flags of `python -m robot.launch`, for example FLAGS=--window
FLAGS ?=

export PYTHON
python := .venv/bin/python
ready := .venv/heed-ready
bench := .venv/heed-bench

asked = $(if $(SPEAK),--speak "$(SPEAK)" $(if $(SNR),--snr $(SNR)),--say "$(SAY)")

.PHONY: help setup sim teleop doctor test lint bench clean

help:
	@echo "make sim      drive a mission in a simulated $(WORLD): SAY=\"$(SAY)\" SEED=$(SEED) BOARD=$(BOARD)"
	@echo "              spoken to it in place of typed: SPEAK=\"$(SAY)\" SNR=20"
	@echo "make teleop   drive the simulated car with the keyboard"
	@echo "make test     lint and every test"
	@echo "make lint     ruff, mypy --strict, spelling"
	@echo "make bench    measure the bus against other buses, and fifty drives"
	@echo "make doctor   what is installed here, what is missing"
	@echo "make clean    remove everything that was made, but not runs/"

setup: $(ready)

$(ready): setup.cfg pyproject.toml setup.sh
	@sh ./setup.sh
	@touch $@

$(bench): $(ready)
	@EXTRAS=sim,speech,dev,bench sh ./setup.sh
	@touch $@

sim: $(ready)
	@$(python) -m robot.launch --sim --world $(WORLD) --seed $(SEED) --board $(BOARD) $(asked) $(FLAGS)

teleop: $(ready)
	@$(python) -m robot.launch --sim --world $(WORLD) --seed $(SEED) --realtime $(FLAGS) launch/teleop.yaml

doctor: $(ready)
	@$(python) -m robot.doctor

test: lint
	@$(python) -m pytest

lint: $(ready)
	@$(python) -m ruff check .
	@$(python) -m mypy
	@.venv/bin/codespell

bench: $(bench)
	@$(python) benchmarks/bus.py
	@$(python) benchmarks/drives.py

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
