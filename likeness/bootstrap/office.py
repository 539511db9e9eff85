"""Puts the office pages together."""

from connector.values import HostName
from likeness.bootstrap.app import App
from likeness.bootstrap.logging_in import logins_of
from likeness.web.office_pages.parts import OfficePages
from likeness.web.office_pages.pictures import Pictures


def office_pages(app: App) -> OfficePages:
    """Give what the pages of an installation are made of."""
    settings = app.settings
    return OfficePages(
        deps=app.deps,
        store=app.store,
        logins=logins_of(app),
        pictures=Pictures(app.deps),
        wording=app.wording,
        language=settings.language,
        secure=(settings.office.url or "").startswith("https://"),
        key=app.store.derive("office forms"),
        controller=settings.controller,
        timezone=settings.timezone,
        public_url=settings.public.public_url or "",
        hosts={HostName(name): host.kind for name, host in settings.hosts.items()},
        channels=tuple(settings.channels),
    )
