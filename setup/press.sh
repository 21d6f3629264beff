#!/bin/sh
# Set up the press: a Python environment in .venv, and Pango, the text layout library that WeasyPrint prints PDF with.
set -eu
cd "$(dirname "$0")/.."
. setup/system.sh

# The newest Python of the path and of the system that can make environments: 3.13 takes a fifth less time than 3.11.
newest_python() {
    for candidate in /usr/bin/python3 python3; do
        "$candidate" -c 'import ensurepip, sys, venv; print(*sys.version_info[:2], sys.argv[1])' "$candidate" 2>/dev/null || true
    done | sort -s -n -k 1,1 -k 2,2 | tail -n 1 | cut -d ' ' -f 3
}

python=${PYTHON:-$(newest_python)}
python=${python:-python3}
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "plantin needs Python 3.11 or later; give its name: make PYTHON=python3.12" >&2
    exit 6
fi

packages=
"$python" -c 'import ensurepip, venv' 2>/dev/null || packages="python3-venv"
"$python" - <<'PY' 2>/dev/null || packages="$packages libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
import ctypes
for name in ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz.so.0", "libharfbuzz-subset.so.0"):
    ctypes.CDLL(name)
PY
[ -z "$packages" ] || install_packages "what the press stands on" $packages

[ -x .venv/bin/python ] || "$python" -m venv .venv
echo "Installing the press into .venv"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --constraint requirements.lock --editable ".[all]"
touch .venv/.press
