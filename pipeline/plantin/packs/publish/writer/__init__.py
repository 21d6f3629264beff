"""Makes the pages of a site that have an edition in them."""
