"""What the pages for people portrayed are made of."""

from urllib.parse import urlsplit

from consent.ids import PersonId, SignerId
from likeness.bootstrap.app import App
from likeness.exporting.person import Cover, person_zip
from likeness.storage.store import SqlStore
from likeness.web.pages.carrying import Carrier
from likeness.web.pages.limits import Limits
from likeness.web.pages.parts import Parts
from likeness.web.pages.trust import Forms


def people_pages(app: App) -> Parts:
    """Put the parts of the pages together."""
    url = app.settings.public.public_url or ""
    return Parts(
        deps=app.deps,
        forms=page_forms(app.store),
        carrier=Carrier(cipher=app.store.own_cipher("pages")),
        limits=Limits(store=app.store),
        wording=app.wording,
        controller=app.settings.controller,
        public_url=url,
        secure=urlsplit(url).scheme == "https",
        find_person=app.store.find_person,
        person_data=lambda person, signer: _data(app, person, signer),
    )


def page_forms(store: SqlStore) -> Forms:
    """Give what makes and checks the tokens of the pages."""
    return Forms(secret=store.derive("forms of pages"))


def _data(app: App, person: PersonId, signer: SignerId | None) -> bytes:
    cover = Cover(
        controller=app.settings.controller,
        day=app.deps.clock.today(),
        language=app.settings.language,
        words=app.wording.pages,
    )
    with app.store.read() as tx:
        return person_zip(tx, person, cover, signer=signer)
