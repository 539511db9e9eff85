"""The composition root: alone in reading settings and knowing engines, transport and storage."""
