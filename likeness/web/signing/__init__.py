"""Signing: read, answer, prove the address, get a receipt."""
