"""The API for scripts, /api/v1 on the office listener: the acts of the pages, as JSON."""
