"""Hosts: a small adapter each. Knows photos, versions and marks; no persons, faces or consent."""
