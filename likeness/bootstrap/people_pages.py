"""What the pages for people portrayed are made of."""

from dataclasses import replace
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from config.settings import Settings
from consent.ids import PersonId, SignerId
from likeness.exporting.person import Cover, person_zip
from likeness.i18n.words import Wording
from likeness.storage.store import SqlStore
from likeness.web.pages.carrying import Carrier
from likeness.web.pages.limits import Limits
from likeness.web.pages.parts import Parts
from likeness.web.pages.trust import Forms
from scheduler.deps import Deps


def people_pages(settings: Settings, deps: Deps, store: SqlStore, wording: Wording) -> Parts:
    """Put the parts of the pages together. Tests of the pages use this, too."""
    url = settings.public.public_url or ""
    cover = Cover(
        controller=settings.controller,
        day=deps.clock.today(),
        language=settings.language,
        words=wording.pages,
    )

    def data_of(person: PersonId, signer: SignerId | None) -> bytes:
        with store.read() as tx:
            today = replace(cover, day=deps.clock.today())
            return person_zip(tx, person, today, signer=signer)

    return Parts(
        deps=deps,
        forms=page_forms(store),
        carrier=Carrier(cipher=store.own_cipher("pages")),
        limits=Limits(store=store),
        wording=wording,
        controller=settings.controller,
        public_url=url,
        secure=urlsplit(url).scheme == "https",
        find_person=store.find_person,
        zone=ZoneInfo(settings.timezone),
        person_data=data_of,
    )


def page_forms(store: SqlStore) -> Forms:
    """Give what makes and checks the tokens of the pages."""
    return Forms(secret=store.derive("forms of pages"))
