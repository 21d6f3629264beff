#!/bin/sh
# Everything that is tested: style, types, layers, behaviour, and the editions in build/ read back.
set -eu
cd "$(dirname "$0")/.."

.venv/bin/ruff format --check .
.venv/bin/ruff check .
.venv/bin/mypy
.venv/bin/lint-imports
.venv/bin/plantin build
.venv/bin/plantin check --validators
.venv/bin/pytest -n 2
