"""Pure consent rules: persons, quitclaims, findings, the decision.

Standard library only; no clock, no I/O.
"""
