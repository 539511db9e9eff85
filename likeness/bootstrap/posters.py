"""The poster of a session, with the words of the text that is signed there."""

import ipaddress
from urllib.parse import urlsplit

from consent.ids import NoticeId
from consent.posters import announced
from consent.sessions import Session
from likeness.bootstrap.app import App
from likeness.bootstrap.notices import notice_terms, shelf
from likeness.notices.texts import poster
from likeness.pdf.poster import Poster
from scheduler.jobs.ask_session import session_text, shown_secret

_PASSING = ("localhost", ".local", ".localhost", ".internal", ".lan", ".test", ".ngrok.io")


def poster_of(app: App, session: Session, wanted: NoticeId | None, language: str) -> Poster:
    """Put the poster of the link that opens now together. Changes nothing.

    Raises `TextNeeded`, `TextStands`, `NoticeMissing`, `NoSuchNotice` and `BrokenNotice`.
    """
    secret = shown_secret(app.deps, session.id, wanted)
    with app.store.read() as tx:
        notice = session_text(tx, session.id, None)
        mode = announced(tx.sessions.modes(), session.id, app.deps.rules.default_mode)
    words = poster(shelf(app.places), notice, language, mode, notice_terms(app.settings))
    return Poster(
        session=session.name,
        title=words.title,
        yes=words.yes,
        no=words.no,
        lines=words.lines,
        address=f"{app.settings.public.public_url or ''}/s/{secret}",
        controller=app.settings.controller,
        language=language,
    )


def trouble_of(url: str) -> str:
    """Say why an address should not be printed; empty where nothing speaks against it."""
    parts = urlsplit(url)
    host = (parts.hostname or "").casefold()
    if parts.scheme != "https":
        return "This address is not encrypted (https): telephones will warn. Do not hang it up yet."
    if _is_number(host) or host.endswith(_PASSING) or "." not in host or parts.port:
        return (
            "This address may change or cannot be reached from outside. What is printed stays:"
            " set a lasting public_url first."
        )
    return ""


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
