"""Hosts: a small adapter each. Knows photos, versions and metadata; knows no persons, faces or consent."""
