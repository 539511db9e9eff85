"""One file per job; this listing is the list of what the product does."""
