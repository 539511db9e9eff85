"""Tests of the folder host."""
