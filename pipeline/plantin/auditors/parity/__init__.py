"""What a finished file says, compared with its document: outlines, pages, passages, content, languages."""
