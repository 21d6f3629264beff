"""Plain text and Markdown: editions that are read in a terminal, an e-mail or an editor."""
