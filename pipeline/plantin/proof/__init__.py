"""Checks finished editions: the audit, the gate, the ledger and their reports."""
