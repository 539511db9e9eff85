"""Nextcloud as a host: changes and previews in, one tag and one comment out. Knows no person."""
