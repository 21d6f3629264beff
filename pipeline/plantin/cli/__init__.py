"""The command `plantin`: the only code that prints."""

import sys

if sys.platform == "win32":  # its Python has neither fcntl nor resource
    sys.exit("plantin runs on Linux and macOS, and on Windows in WSL: `wsl --install`, then install it there.")
