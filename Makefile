# The two commands are `make run` and `make test`; both make the virtual environment they need.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run test test-all peers lint lock clean packages environment

# The interpreter the virtual environment is made with: 3.11 or newer.
PYTHON ?= python3
export PYTHON

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# Taken from the command line only: some shells keep a NAME or PORT of their own. The values go
# through the environment, so that a quote or a space in a name needs no escaping here.
given = $(if $(filter command line,$(origin $(1))),$(value $(1)))
run: export RUN_PHOTO := $(call given,PHOTO)
run: export RUN_NAME := $(call given,NAME)
run: export RUN_PORT := $(call given,PORT)
run: environment ## Start the demo and walk one order through it [PHOTO=me.jpg NAME="My Name" PORT=8000]
	@exec .venv/bin/python manage.py demo $${RUN_PHOTO:+--photo "$$RUN_PHOTO"} \
		$${RUN_NAME:+--name "$$RUN_NAME"} $${RUN_PORT:+--port "$$RUN_PORT"}

test: packages environment ## Linters, types and every test but the long runs
	@exec .venv/bin/python -m tests.support.suite test

test-all: packages environment ## The same, then the long runs and the benches
	@exec .venv/bin/python -m tests.support.suite all

peers: ## Blender for the benches, in an environment of its own (several hundred megabytes)
	@.ci/peers

lint: environment ## Linters, types, import contract and Django's own checks
	@exec .venv/bin/python -m tests.support.suite lint

lock: ## Write requirements.lock anew from pyproject.toml
	@.ci/lock

clean: ## Remove the virtual environment and caches; var/ with its orders stays
	rm -rf .venv build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

packages:
	@.ci/packages

environment:
	@.ci/environment
