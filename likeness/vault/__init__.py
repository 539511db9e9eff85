"""Keys and sealing: everything of a person is on disk only under that person's own key.

The only user of cryptography.
"""
