"""Evidence of signatures: made, packed, taken out, verified.

Files and the database stay outside.
"""
