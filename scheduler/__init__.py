"""Jobs: gather, decide, apply.

Knows hosts, recognition and consent only as values and behind ports.
"""
