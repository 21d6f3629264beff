"""The auditors of web pages and EPUB: XHTML and HTML read back."""
