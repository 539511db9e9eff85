"""Tests of consent: one table row per state and sentence, one property per promise."""
