#!/bin/sh
# Whether the code is right: style, types, layers, behaviour, and the editions in build/ read back. What other programs say, whole
# houses and releases are the business of setup/proof.sh; --proof-follows leaves it to it to read the editions back, as it also does.
set -eu
cd "$(dirname "$0")/.."

# The code is judged while the editions are made and checked; what is found is printed in one piece.
output=$(mktemp)
trap 'rm -f "$output"' EXIT
(.venv/bin/ruff format --check . && .venv/bin/ruff check . && .venv/bin/mypy && .venv/bin/lint-imports) >"$output" 2>&1 &
code=$!
.venv/bin/plantin build
[ "${1:-}" = --proof-follows ] || .venv/bin/plantin check
wait "$code" || { cat "$output"; exit 1; }
cat "$output"
# The tests of a file run in one process, so that what they share is made once; two processes more than the machine has processors,
# because tests wait for programs that they start.
.venv/bin/pytest -n "$(($(nproc 2>/dev/null || echo 2) + 2))" --dist loadfile --no-loadscope-reorder
