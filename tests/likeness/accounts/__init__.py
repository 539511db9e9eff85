"""Logins without pages."""
