"""Notices: which texts are published, and how each version read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends, HTTPException
from fastapi.responses import HTMLResponse

from consent.ids import NoticeId
from consent.notices import Audience, Notice
from likeness.storage.store import SqlTx
from likeness.web.office_pages.routing import Desk
from likeness.web.office_pages.visitors import Visitor


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """One version with the texts it holds."""

    version: int
    ended: datetime | None
    texts: tuple[Notice, ...]


def add_notices(desk: Desk) -> None:
    """Add the pages."""
    pages, see = desk.pages, desk.door.see

    @desk.router.get("/notices")
    def notices(visitor: Annotated[Visitor, Depends(see)]) -> HTMLResponse:
        with pages.store.read() as tx:
            found = {notice: _versions(tx, notice) for notice in tx.notices.ids()}
        return desk.shell.page(visitor, "notices.html.j2", {"notices": found})

    @desk.router.get("/notices/{notice}/{version}/{language}/{audience}")
    def read(
        visitor: Annotated[Visitor, Depends(see)],
        notice: str,
        version: int,
        language: str,
        audience: Audience,
    ) -> HTMLResponse:
        with pages.store.read() as tx:
            text = tx.notices.version(NoticeId(notice), version, language, audience)
        if text is None:
            raise HTTPException(404)
        return desk.shell.page(visitor, "notice.html.j2", {"notice": text})


def _versions(tx: SqlTx, notice: NoticeId) -> tuple[VersionLine, ...]:
    found = tx.notices.versions(notice)
    return tuple(
        VersionLine(version=version, ended=ended, texts=_texts(tx, notice, version))
        for version, ended in sorted(found.items(), reverse=True)
    )


def _texts(tx: SqlTx, notice: NoticeId, version: int) -> tuple[Notice, ...]:
    """Give every text of a version; the languages are those of its newest one, and more."""
    texts = (
        tx.notices.version(notice, version, language, audience)
        for audience in Audience
        for language in sorted({*tx.notices.languages(notice, audience), "en", "nl", "de", "fr"})
    )
    return tuple(text for text in texts if text is not None)
