"""Errors of evidence."""

from likeness.errors import LikenessError


class NotEvidence(LikenessError):
    """Stop: this file is no evidence of ours, or was cut or changed beyond reading."""
