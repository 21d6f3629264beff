"""The print shop: editions that are ready for a press (PDF/X-4)."""
