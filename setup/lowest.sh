#!/bin/sh
# The tests of pages with the lowest version of the layout engine that pyproject.toml admits, beside the usual one: in a folder of its own,
# put first on the path. Python files of the environment are not touched. How an engine is refused, and what is kept in its memory, is asked only with the usual one.
set -eu
cd "$(dirname "$0")/.."
lowest=$(sed -n 's/^ *"weasyprint>=\([0-9]*\).*/\1/p' pyproject.toml)
folder=.venv/lowest-weasyprint
[ -d "$folder/weasyprint" ] || .venv/bin/python -m pip install --quiet --no-deps --target "$folder" "weasyprint==$lowest.0"
PYTHONPATH=$folder .venv/bin/python -c 'import weasyprint; print("WeasyPrint", weasyprint.__version__)'
PYTHONPATH=$folder .venv/bin/pytest -n "$(nproc 2>/dev/null || echo 2)" --dist loadfile --no-loadscope-reorder \
    --ignore=tests/writers/pdf/test_seam.py --ignore=tests/writers/pdf/test_parsed_sheets.py \
    --ignore=tests/writers/pdf/test_style_sharing.py --ignore=tests/writers/pdf/test_shortcuts.py tests/writers/pdf
