#!/bin/sh
# Set up the validators, none of them ours: programs that judge finished editions by the standards they claim.
# They come as Python and npm packages of exact versions into .validators, Java and Node with them; the browser, LibreOffice
# and gettext are the system's.
set -eu
cd "$(dirname "$0")/.."
. setup/system.sh

packages=$(missing_packages $readers)
[ -z "$packages" ] || install_packages "independent readers of editions" $packages

echo "Installing the validators into .validators"
[ -x .validators/bin/python ] || .venv/bin/python -m venv .validators
.validators/bin/python -m pip install --quiet --disable-pip-version-check --requirement setup/validators/requirements.lock
cp setup/validators/package.json setup/validators/package-lock.json .validators/
# No package may run a script of its own or fetch a browser: the system has one.
PATH="$PWD/.validators/bin:$PATH" npm ci --prefix .validators --ignore-scripts --no-audit --no-fund --loglevel=error
touch .validators/.installed
