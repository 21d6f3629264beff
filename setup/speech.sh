#!/bin/sh
# Set up what editions for the finger and the ear are made with: liblouis and its tables.
set -eu
cd "$(dirname "$0")/.."
. setup/system.sh

packages=$(missing_packages lou_translate)
[ -z "$packages" ] || install_packages "what braille is made with" $packages
touch .venv/.speech
