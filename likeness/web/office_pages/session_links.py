"""Links and QR codes that signers of a session come in by."""

from dataclasses import dataclass, field

from markupsafe import Markup

from consent.asks import Link
from consent.ids import SessionId
from likeness.qr import svg
from likeness.storage.store import SqlTx
from likeness.web.office_pages.parts import OfficePages


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLink:
    """One link that signers come in by."""

    link: Link
    url: str = field(repr=False)

    @property
    def svg(self) -> Markup:
        """Give the QR code."""
        return Markup(svg(self.url))  # noqa: S704 - made by us of an address of ours


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLinks:
    """What a session has for signers."""

    address: str
    """What links begin with; empty = there is no public address."""
    open: tuple[OpenLink, ...]


def links_of(pages: OfficePages, tx: SqlTx, session: SessionId, language: str) -> SessionLinks:
    """Give the links of a session that work now."""
    del tx, session, language
    return SessionLinks(address=pages.public_url, open=())
