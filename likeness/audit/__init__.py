"""The audit log as a chain of hashes: making entries and checking them.

Pure; storage keeps the rows.
"""
