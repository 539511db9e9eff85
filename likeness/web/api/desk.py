"""What the routes of the API share: parts, keys, errors as problem+json, and the access log."""

import uuid
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.routing import APIRoute
from typing_extensions import override

from consent.errors import ConsentError, ParticularsRefused
from consent.ids import Actor
from likeness.audit.errors import ReasonRefused
from likeness.i18n.unfit import unfit
from likeness.storage.errors import StoreBusy
from likeness.web.access import Key, Keys, Now, Scope, key_with
from likeness.web.office_pages.parts import OfficePages
from likeness.web.problems import problem
from scheduler.errors import ChoiceNeeded, JobError, LikelyHere, NoSuchRow

PREFIX = "/api/v1"
MOST = 500
_SPACE = uuid.UUID("6c2f4a3e-9c0f-4d8b-9b3b-2f1f6f0f5d11")
"""Makes one id of a key and what it calls a request, so that sending twice makes one row."""

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class ApiRoute(APIRoute):
    """A route whose refusals are problem+json. Messages of ours carry no personal data."""

    @override
    def get_route_handler(self) -> Handler:
        inner = super().get_route_handler()

        async def handle(request: Request) -> Response:
            try:
                return await inner(request)
            except NoSuchRow as error:
                return problem(404, str(error))
            except ParticularsRefused as error:
                return problem(422, unfit(error))
            except (ChoiceNeeded, ReasonRefused) as error:
                return problem(422, str(error))
            except (JobError, ConsentError) as error:
                likely = error.candidates if isinstance(error, LikelyHere) else ()
                return problem(409, str(error), candidates=likely)
            except StoreBusy:
                return problem(503, "The database is busy. Try again.")

        return handle


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiDesk:
    """The parts of the API. One per listener."""

    pages: OfficePages
    keys: Keys
    now: Now
    router: APIRouter

    def needs(self, scope: Scope) -> Callable[..., Key]:
        """Give the dependency that lets only keys with this scope through."""
        return key_with(scope, self.keys, self.now)

    def saw(self, key: Key, what: str, subjects: Iterable[str], reason: str = "") -> None:
        """Note in the access log that a script sees personal data, before it does."""
        with self.pages.store.begin() as tx:
            tx.access.add(actor_of(key), what, subjects, self.pages.deps.clock.now(), reason)


def actor_of(key: Key) -> Actor:
    """Give who acts, for the logs."""
    return Actor(f"key:{key.id}")


def own_id(key: Key, called: str | None, otherwise: str) -> str:
    """Give the id of what a request makes: the same for the same Idempotency-Key of a key."""
    return str(uuid.uuid5(_SPACE, f"{key.id}|{called}")) if called else otherwise
