"""Trades beside the core, each in a folder of its own: joined by the entry points of the wheel and by nothing else."""
