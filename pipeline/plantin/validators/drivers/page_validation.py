"""Runs page-validation (PDF/UA-1) on PDF files, under the Python of the validators.

page_validation.py FILE...
"""

from __future__ import annotations

import json
import sys
from collections import Counter

import page


def judge(path: str) -> list[dict[str, object]]:
    """Return the faults of one file, one for each rule."""
    try:
        report = page.validate_pdf(path, profile="ua1")
    except page.PageError as error:
        return [{"rule": "unreadable", "message": str(error)}]
    messages = {failure.rule_id: failure.message for failure in report.failures}
    counts = Counter(failure.rule_id for failure in report.failures)
    if not report.is_compliant and not counts:
        counts["not compliant"] = 1
    return [
        {"rule": str(rule), "message": messages.get(rule, ""), "count": count} for rule, count in sorted(counts.items())
    ]


if __name__ == "__main__":
    json.dump({"version": page.__version__, "files": {path: judge(path) for path in sys.argv[1:]}}, sys.stdout)
