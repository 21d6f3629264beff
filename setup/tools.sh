#!/bin/sh
# Set up the tests: checkers for the code, and programs that read editions independently of the press.
set -eu
cd "$(dirname "$0")/.."
. setup/system.sh

packages=$(missing_packages $readers gs minisign hunspell)
for dictionary in fr_FR es_ES ru_RU; do
    [ -e "/usr/share/hunspell/$dictionary.dic" ] || packages="$packages hunspell-${dictionary%_*}"
done
# Poppler's own search, which its readers call, is in a library alone.
[ -n "$(find /usr/lib /usr/local/lib -name 'libpoppler-glib.so.*' -print -quit 2>/dev/null)" ] || packages="$packages gir1.2-poppler-0.18"
[ -z "$packages" ] || install_packages "independent readers of editions" $packages

echo "Installing the checkers into .venv"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --constraint requirements.lock --editable '.[test]'
touch .venv/.tools
