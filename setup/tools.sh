#!/bin/sh
# Set up the tests: checkers for the code, and programs that read editions independently of the press.
set -eu
cd "$(dirname "$0")/.."
. setup/system.sh

packages=
command -v pdftotext >/dev/null 2>&1 || packages="poppler-utils"
command -v chromium >/dev/null 2>&1 || packages="$packages chromium"
command -v soffice >/dev/null 2>&1 || packages="$packages libreoffice-writer-nogui"
command -v msgfmt >/dev/null 2>&1 || packages="$packages gettext"
command -v minisign >/dev/null 2>&1 || packages="$packages minisign"
for dictionary in fr_FR es_ES ru_RU; do
    [ -e "/usr/share/hunspell/$dictionary.dic" ] || packages="$packages hunspell-${dictionary%_*}"
done
command -v hunspell >/dev/null 2>&1 || packages="$packages hunspell"
[ -z "$packages" ] || install_packages "independent readers of editions" $packages

echo "Installing the checkers into .venv"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --constraint requirements.lock --editable '.[test]'
touch .venv/.tools
