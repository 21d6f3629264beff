#!/bin/sh
# Set up what editions for the finger and the ear are made with: liblouis and its tables, a voice, and what packs sound.
set -eu
cd "$(dirname "$0")/.."
. setup/system.sh

packages=$(missing_packages lou_translate file2brl espeak-ng lame)
[ -z "$packages" ] || install_packages "what braille and sound are made with" $packages
touch .venv/.speech
