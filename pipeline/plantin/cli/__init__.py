"""The command `plantin`: the only code that prints."""
