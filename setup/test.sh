#!/bin/sh
# The suite, or a half of it: test.sh [quick | proof]. Quick is whether the code is right: style, types, layers, behaviour, and the
# editions in build/ read back. Proof is the whole system before programs that are not ours: the editions in build/, spoilt ones and pages
# of every kind before the validators; editions that other programs read, or saved; houses made from nothing; releases made, verified and
# made again. Both are one run: while a test of one half waits for a program, one of the other works.
set -eu
cd "$(dirname "$0")/.."
half=${1:-both}

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

# The tests of a file run in one process, so that what they share is made once; two processes more than the machine has processors,
# because tests wait for programs that they start.
tests() {
    .venv/bin/pytest -n "$(($(nproc 2>/dev/null || echo 2) + 2))" --dist loadfile --no-loadscope-reorder "$@"
}

.venv/bin/plantin build
trap 'kill $running; exit 130' INT TERM
running=
if [ "$half" != proof ]; then
    beside code &
    running=$!
fi
# What is drawn takes minutes for the report alone: here the test of all validators has it draw small editions, `make check` all.
undrawn=--undrawn
[ "$half" != quick ] || undrawn=
beside .venv/bin/plantin check $undrawn &
running="$running $!"

passed=0
case $half in
quick) tests || passed=$? ;;
# Only the files with such a test: each process reads all that it is given.
proof) tests -m "proof and not slow" $(grep -rl --include='test_*.py' 'mark\.proof' tests) || passed=$? ;;
both) tests -m "not slow" || passed=$? ;;
esac
for judged in $running; do
    wait "$judged" || passed=$?
done
exit "$passed"
