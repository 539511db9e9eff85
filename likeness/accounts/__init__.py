"""Logins of the office: passwords, one-time links, sessions and their limits. No web, no SQL."""
