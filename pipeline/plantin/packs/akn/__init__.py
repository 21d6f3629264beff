"""The pack for Akoma Ntoso editions: a format with its auditor, and an importer."""
