#!/bin/sh
# Set up what editions for the finger and the ear are made with: liblouis and its tables, a voice, what packs sound, and what measures how
# loud it is.
set -eu
cd "$(dirname "$0")/.."
. setup/system.sh

packages=$(missing_packages lou_translate file2brl espeak-ng lame)
[ -n "$(find /usr/lib /usr/local/lib -name 'libebur128.so.*' -print -quit 2>/dev/null)" ] || packages="$packages libebur128-1"
[ -z "$packages" ] || install_packages "what braille and sound are made with" $packages
touch .venv/.speech
