"""Letters: what waits, what was sent, and what is held for somebody to decide."""

from typing import Annotated

from fastapi import Depends, Form, HTTPException, Response
from fastapi.responses import HTMLResponse

from likeness.web.office_pages.routing import Desk
from likeness.web.office_pages.shell import seen_other
from likeness.web.office_pages.visitors import Visitor
from scheduler.ports.outbox import OutboxState
from scheduler.values import Act

MOST = 100
ACTS = {
    "release": OutboxState.WAITING,
    "hold": OutboxState.HELD,
    "cancel": OutboxState.CANCELLED,
}
WORD = "by-hand"


def add_letters(desk: Desk) -> None:
    """Add the page and its acts."""
    pages = desk.pages

    @desk.router.get("/letters")
    def letters(
        visitor: Annotated[Visitor, Depends(desk.door.see)], state: str = ""
    ) -> HTMLResponse:
        names = pages.store.names()
        wanted = (OutboxState(state),) if state in set(OutboxState) else ()
        with pages.store.read() as tx:
            found = tx.outbox.all(wanted, MOST)
            counts, doubts = tx.outbox.counts(), tx.outbox.doubts()
        persons = {one.letter.person for one in found if one.letter.person}
        pages.saw(visitor.account, "letters-listed", persons)
        values = {
            "letters": found,
            "counts": counts,
            "doubts": doubts,
            "state": state,
            "states": tuple(OutboxState),
            "names": {person: names.label(person) for person in persons},
        }
        return desk.shell.page(visitor, "letters.html.j2", values)

    @desk.router.post("/letters/{letter}")
    def settle(
        visitor: Annotated[Visitor, Depends(desk.door.act)],
        letter: str,
        act: Annotated[str, Form()],
    ) -> Response:
        """Send a letter after all, hold it, or do not send it."""
        if act not in ACTS:
            raise HTTPException(422)
        now = pages.deps.clock.now()
        with pages.store.begin() as tx:
            if not tx.outbox.settle(letter, ACTS[act], WORD, now):
                raise HTTPException(409)
            done = Act(actor=visitor.account.actor, act=f"letter-{act}", subjects=(letter,))
            tx.records.act(done, now)
        return seen_other("/letters")
