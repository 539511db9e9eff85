"""A Nextcloud on loopback that behaves like 34.0.1 did when it was measured, traps and all.

Use: `with running() as site:`, then `site.put("Photo Desk/a.jpg", jpeg)` and `site.url`.
"""
