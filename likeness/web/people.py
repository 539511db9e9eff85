"""Everything on the public listener for people portrayed: signing and the personal page."""

from fastapi import FastAPI

from likeness.web.link_test import add_link_test
from likeness.web.pages.assets import add_assets
from likeness.web.pages.language_choice import KeepLanguage
from likeness.web.pages.parts import Parts
from likeness.web.personal.changing import add_changing
from likeness.web.personal.data import add_data
from likeness.web.personal.doors import add_doors
from likeness.web.personal.ending import add_ending
from likeness.web.personal.face import add_face
from likeness.web.personal.leaving import add_leaving
from likeness.web.personal.page import add_page
from likeness.web.personal.photos import add_photos
from likeness.web.signing.routes import add_signing


def add_people_pages(app: FastAPI, parts: Parts) -> None:
    """Answer /s, /r, /m, /a, /me and what belongs to them."""
    app.add_middleware(KeepLanguage, secure=parts.secure)
    add_assets(app, "public.css", "public.js")
    add_link_test(app, parts)
    add_signing(app, parts)
    add_doors(app, parts)
    add_page(app, parts)
    add_changing(app, parts)
    add_photos(app, parts)
    add_ending(app, parts)
    add_leaving(app, parts)
    add_data(app, parts)
    add_face(app, parts)
