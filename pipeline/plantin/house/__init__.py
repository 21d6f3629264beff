"""The configuration of a publisher as data: its folders, languages and styles."""
