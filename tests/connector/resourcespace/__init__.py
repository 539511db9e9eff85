"""Tests of the ResourceSpace host."""
