"""Second readers of redlines: what a file says when all its changes are accepted, and when all are rejected. They share
nothing with the writers.
"""

from plantin.findings import Finding, Place


def fault(path: str, message: str) -> Finding:
    """Return the finding that what was read at ``path`` does not say what both states say: REV005."""
    return Finding("REV005", message, Place(path), "Report it with both sources.")
