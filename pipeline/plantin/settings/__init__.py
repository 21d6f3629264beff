"""Settings: a file of TOML or YAML read into dataclasses, with every error and its line. It is the one reader of
them.
"""
