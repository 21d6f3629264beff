"""Writers: each prints a finished document in one format. They count nothing and know no locale."""
