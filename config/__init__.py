"""Declarations only: settings and mapping models, channels, rule defaults, example files."""
