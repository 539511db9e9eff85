"""ResourceSpace as a host: changes and previews in, marks and access out. Knows no person."""
