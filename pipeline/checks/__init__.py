"""The auditors: they read finished editions back and believe nobody. They never import a writer or ``resolve``."""
