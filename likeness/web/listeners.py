"""Put the apps behind their guards and on their addresses, as the settings say."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from config import sections
from likeness.metrics import Metrics
from likeness.web.guards import HEADERS, HSTS, LOCAL_NAMES, Guard, Guarded
from likeness.web.hooks import Hooks
from likeness.web.office import Office, make_office
from likeness.web.pages.parts import UPLOAD_BYTES, Parts
from likeness.web.photo_page import PhotoPages
from likeness.web.public import make_public
from likeness.web.serving import Listener


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicPages:
    """What the public listener shows besides a neutral page."""

    photos: PhotoPages | None = None
    people: Parts | None = None


def office_listener(parts: Office, settings: sections.Office) -> Listener:
    """Make the office listener."""
    names = LOCAL_NAMES | {settings.bind.host, *map(str.lower, settings.allowed_hosts)}
    url = urlsplit(settings.url or "")
    headers = HEADERS | HSTS if url.scheme == "https" else HEADERS
    guard = Guard(
        listener="office",
        hosts=names | ({url.hostname} if url.hostname else set()),
        counted=_counting(parts.metrics, "office"),
        headers=tuple(headers.items()),
    )
    return Listener(
        name="office",
        app=Guarded(make_office(parts), guard),
        bind=settings.bind,
        trusted_proxies=settings.trusted_proxies,
    )


def public_listener(
    settings: sections.Public,
    language: str,
    metrics: Metrics,
    hooks: Hooks | None = None,
    pages: PublicPages | None = None,
) -> Listener | None:
    """Make the public listener; None where it is off."""
    bind = settings.listens_on
    if bind is None:
        return None
    pages = pages or PublicPages()
    url = urlsplit(settings.public_url or "")
    known = {urlsplit(one).hostname for one in (settings.public_url, settings.editor_url) if one}
    names = {bind.host, *filter(None, known), *map(str.lower, settings.allowed_hosts)}
    headers = HEADERS | HSTS if url.scheme == "https" else HEADERS
    guard = Guard(
        listener="public",
        hosts=LOCAL_NAMES | names,
        counted=_counting(metrics, "public"),
        headers=tuple(headers.items()),
        uploads={"/shot": UPLOAD_BYTES},
    )
    return Listener(
        name="public",
        app=Guarded(make_public(language, hooks, pages.photos, pages.people), guard),
        bind=bind,
        trusted_proxies=settings.trusted_proxies,
    )


def _counting(metrics: Metrics, listener: str) -> Callable[[str, str, int, float], None]:
    def counted(method: str, route: str, code: int, seconds: float) -> None:
        metrics.request(listener, method, route, code)
        metrics.request_seconds(listener, seconds)

    return counted
