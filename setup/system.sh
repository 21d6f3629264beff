# Sourced by the other scripts: find and install packages of the system, or print the exact command where that is not allowed.

# Programs, none of them ours, that read editions and catalogues; the tests and the validators both ask for them.
readers="pdftotext chromium soffice msgfmt"

# The packages of those of these programs that are not there.
missing_packages() {
    for program; do
        command -v "$program" >/dev/null 2>&1 && continue
        case $program in
        gs) echo ghostscript ;;
        pdftotext) echo poppler-utils ;;
        soffice) echo libreoffice-writer-nogui ;;
        msgfmt) echo gettext ;;
        lou_translate) echo liblouis-bin liblouis-data ;;
        file2brl) echo liblouisutdml-bin liblouisutdml-data ;;
        *) echo "$program" ;;
        esac
    done
}

install_packages() {
    purpose=$1
    shift
    command="apt-get install -y --no-install-recommends $*"
    if ! command -v apt-get >/dev/null 2>&1; then
        echo "plantin needs $purpose. This is not a Debian or Ubuntu system: install what corresponds to: $*" >&2
        exit 6
    fi
    if [ "$(id -u)" -eq 0 ]; then
        as_root=
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        as_root="sudo"
    else
        echo "plantin needs $purpose. Run this once, then the same command again:" >&2
        echo "    sudo apt-get update && sudo $command" >&2
        exit 6
    fi
    echo "Installing $purpose: $*"
    log=$(mktemp)
    # The lists may be old or absent: they are fetched when a package is not found with those at hand.
    if ! DEBIAN_FRONTEND=noninteractive $as_root $command >"$log" 2>&1; then
        $as_root apt-get update >"$log" 2>&1 && DEBIAN_FRONTEND=noninteractive $as_root $command >>"$log" 2>&1 || {
            tail -n 20 "$log" >&2
            echo "plantin needs $purpose, and '$command' failed." >&2
            exit 6
        }
    fi
    rm -f "$log"
}
