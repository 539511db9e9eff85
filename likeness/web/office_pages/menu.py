"""The pages in the menu, in the order of the work."""

MENU = (
    ("/", "home"),
    ("/faces", "faces"),
    ("/photos", "photos"),
    ("/people", "people"),
    ("/groups", "groups"),
    ("/sessions", "sessions"),
    ("/held", "held"),
    ("/pending", "pending"),
    ("/follow-ups", "follow_ups"),
    ("/notices", "notices"),
    ("/letters", "letters"),
)
"""Address, and the name of its text."""
