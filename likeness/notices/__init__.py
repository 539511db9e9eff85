"""Texts people are asked with: built-in drafts, and those of the installation's data folder."""
