#!/bin/sh
# The whole system, before programs that are not ours: the editions in build/, spoilt ones and pages of every kind before the
# validators; editions that other programs read, or saved; houses made from nothing; releases made, verified and made again.
set -eu
cd "$(dirname "$0")/.."

.venv/bin/plantin build
# The editions are judged while the tests run, because both wait for programs that they start; what is found is printed in one piece.
output=$(mktemp)
# What is drawn takes minutes for the report alone: here the test of all validators has it draw small editions, `make check` all.
.venv/bin/plantin check --undrawn >"$output" 2>&1 &
check=$!
trap 'rm -f "$output"' EXIT
trap 'kill "$check"; exit 130' INT TERM
# Only the files with such a test: each process reads all that it is given.
marked=$(grep -rl --include='test_*.py' 'mark\.proof' tests)
tests=0
.venv/bin/pytest -n "$(($(nproc 2>/dev/null || echo 2) + 1))" --dist loadfile --no-loadscope-reorder -m "proof and not slow" $marked || tests=$?
editions=0
wait "$check" || editions=$?
cat "$output"
[ "$editions" -eq 0 ] || exit "$editions"
exit "$tests"
