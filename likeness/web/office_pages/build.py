"""Puts the pages together on one app."""

from functools import partial

from fastapi import FastAPI
from starlette.exceptions import HTTPException

from likeness.web.office_pages.asking import add_asking
from likeness.web.office_pages.attesting import add_attesting
from likeness.web.office_pages.correcting import add_correcting
from likeness.web.office_pages.ending import add_ending
from likeness.web.office_pages.evidence import add_evidence
from likeness.web.office_pages.faces import add_faces
from likeness.web.office_pages.families import add_families
from likeness.web.office_pages.follow_ups import add_follow_ups
from likeness.web.office_pages.groups import add_groups
from likeness.web.office_pages.held import add_held
from likeness.web.office_pages.home import add_home
from likeness.web.office_pages.importing import add_importing
from likeness.web.office_pages.letters import add_letters
from likeness.web.office_pages.login import add_login
from likeness.web.office_pages.mine import add_mine
from likeness.web.office_pages.notices import add_notices
from likeness.web.office_pages.parts import OfficePages
from likeness.web.office_pages.pending import add_pending
from likeness.web.office_pages.people import add_people
from likeness.web.office_pages.person import add_person
from likeness.web.office_pages.photo import add_photo
from likeness.web.office_pages.photos import add_photos
from likeness.web.office_pages.renewing import add_renewing
from likeness.web.office_pages.routing import desk_of, for_people
from likeness.web.office_pages.session_links import add_session_links
from likeness.web.office_pages.sessions import add_sessions
from likeness.web.office_pages.static_files import add_static


def add_office_pages(app: FastAPI, pages: OfficePages) -> None:
    """Answer every page. All but the login, its style and its sign need somebody logged in."""
    desk = desk_of(pages)
    add_static(desk.router)
    add_login(desk)
    add_home(desk)
    add_mine(desk)
    add_faces(desk)
    add_attesting(desk)
    add_photos(desk)
    add_photo(desk)
    add_people(desk)
    add_importing(desk)
    add_ending(desk)
    add_correcting(desk)
    add_held(desk)
    add_person(desk)
    add_families(desk)
    add_groups(desk)
    add_renewing(desk)
    add_sessions(desk)
    add_session_links(desk)
    add_asking(desk)
    add_evidence(desk)
    add_pending(desk)
    add_notices(desk)
    add_letters(desk)
    add_follow_ups(desk)
    app.router.routes.extend(desk.router.routes)  # `include_router` would make each of them twice
    app.add_exception_handler(HTTPException, partial(for_people, desk))
