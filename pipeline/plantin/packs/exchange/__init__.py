"""What goes to translators and comes back: XLIFF, TMX, TBX, Word tables, and a report beside its translation."""
