"""Which of our languages a reader asks for. Pure."""

from likeness.i18n.catalogs import LANGUAGES

MOST = 20
"""Languages that are looked at; nobody reads more."""


def language_of(accepted: str, otherwise: str) -> str:
    """Choose by an Accept-Language header; `otherwise` where none of ours is in it."""
    return next((name for name in languages_of(accepted) if name in LANGUAGES), otherwise)


def languages_of(accepted: str) -> tuple[str, ...]:
    """Give the languages of an Accept-Language header, the liked best first."""
    asked = [_parsed(part) for part in accepted.split(",")[:MOST]]
    given = [(-weight, place, name) for place, (name, weight) in enumerate(asked) if weight > 0]
    return tuple(name for *_, name in sorted(given) if name)


def _parsed(part: str) -> tuple[str, float]:
    """Read `nl-NL;q=0.8` as ("nl", 0.8); a weight that is no number counts as nothing."""
    tag, _, weight = part.partition(";")
    try:
        given = float(weight.strip().removeprefix("q=") or 1.0)
    except ValueError:
        given = 0.0
    return tag.strip().partition("-")[0].lower(), given
