#!/bin/sh
# A tier of the suite: test.sh [quick | test | proof]. Each has the tests of the one before it (CONTRIBUTING.md says which when).
# Quick needs no validators; proof also judges all editions by all of them, tries the lowest layout engine, and says what it took.
set -eu
cd "$(dirname "$0")/.."
tier=${1:-test}

code() {
    .venv/bin/ruff format --check . && .venv/bin/ruff check . && .venv/bin/mypy && .venv/bin/lint-imports
}

# What needs no test is judged while the tests run; what is found is printed in one piece.
beside() {
    output=$(mktemp)
    failed=0
    "$@" >"$output" 2>&1 || failed=$?
    cat "$output"
    rm -f "$output"
    return "$failed"
}

.venv/bin/plantin build
trap 'kill $running; exit 130' INT TERM
beside code &
running=$!
beside .venv/bin/plantin check &
running="$running $!"

# The tests of a file run in one process, so that what they share is made once; two processes more than the machine has processors,
# because tests wait for programs that they start.
passed=0
.venv/bin/pytest --tier "$tier" -n "$(($(nproc 2>/dev/null || echo 2) + 2))" --dist loadfile --no-loadscope-reorder || passed=$?
for judged in $running; do
    wait "$judged" || passed=$?
done
if [ "$tier" = proof ]; then
    .venv/bin/plantin check --validators --undrawn || passed=$?
    sh setup/lowest.sh || passed=$?
    times
fi
exit "$passed"
