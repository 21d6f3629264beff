#!/bin/sh
# Set up the validators, none of them ours: programs that judge finished editions by the standards they claim.
# They come as Python and npm packages of exact versions into .validators, Java and Node with them; the browser, LibreOffice
# and gettext are the system's.
set -eu
cd "$(dirname "$0")/.."
. setup/system.sh

packages=$(missing_packages $readers)
[ -z "$packages" ] || install_packages "independent readers of editions" $packages

.venv/bin/plantin validators install --into .validators
