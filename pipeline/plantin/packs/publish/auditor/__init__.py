"""Reads the pages of a site that have an edition in them, and says where they are not the edition."""
