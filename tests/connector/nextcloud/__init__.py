"""Nextcloud as a host."""
