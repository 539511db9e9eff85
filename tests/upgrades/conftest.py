"""Offers the server that the tests of storage use."""

from tests.likeness.storage.conftest import postgres_url

__all__ = ["postgres_url"]
