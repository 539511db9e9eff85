"""The first page: what waits for somebody."""

from typing import Annotated

from fastapi import Depends
from fastapi.responses import HTMLResponse

from likeness.i18n.host_troubles import trouble_lines
from likeness.web.office_pages.routing import Desk
from likeness.web.office_pages.visitors import Visitor
from scheduler.host_troubles import waiting_hosts
from scheduler.ports.outbox import OutboxState
from scheduler.restored import is_unreviewed


def add_home(desk: Desk) -> None:
    """Add the page."""

    @desk.router.get("/")
    def home(visitor: Annotated[Visitor, Depends(desk.door.see)]) -> HTMLResponse:
        with desk.pages.store.read() as tx:
            backlog = tx.queue.backlog(desk.pages.deps.clock.now())
            counts = tx.overview.counts()
            held = tx.held.count()
            pending = len(tx.pending_enrolments.all())
            follow_ups = sum(len(tx.withdrawals.still_used(one.id)) for one in tx.withdrawals.all())
            sight = len(tx.sight.all())
            letters = tx.outbox.counts()
            hosts = waiting_hosts(tx)
            restored = is_unreviewed(tx)
        lines = (
            ("/faces", "home_faces", counts.open_faces),
            ("/photos", "home_photos", counts.photos),
            ("/people", "home_people", counts.persons),
            ("/sessions", "home_sessions", counts.sessions),
            ("/held", "home_held", held),
            ("/pending", "home_pending", pending),
            ("/follow-ups", "home_follow_ups", follow_ups),
            ("/follow-ups#sight", "home_sight", sight),
            ("/letters?state=held", "home_letters", letters.get(OutboxState.HELD, 0)),
            ("", "home_work", backlog.due + backlog.leased),
            ("", "home_dead", backlog.dead),
        )
        return desk.shell.page(
            visitor,
            "home.html.j2",
            {
                "lines": lines,
                "hosts": trouble_lines(hosts, visitor.language),
                "restored": restored,
            },
        )
