"""Tests; the folders mirror the packages, one fake per port in tests/fakes."""
