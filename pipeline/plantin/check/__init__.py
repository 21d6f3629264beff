"""Finished editions read back and judged: the audit, the gate, the ledger and the reports of both."""
