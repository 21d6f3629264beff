"""Reads a settings file (TOML or YAML) into dataclasses, and reports every error with its line."""
