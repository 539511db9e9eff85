"""What somebody sees when a page says no: a sentence that helps, and nothing about why inside."""

from fastapi import Request, Response

from likeness.web.pages.parts import Parts
from likeness.web.pages.shell import page

EXPLAINED = frozenset({403, 413, 429, 503})


def explained(parts: Parts, request: Request, status: int) -> Response | None:
    """Give a page that helps; None for what needs none."""
    if status not in EXPLAINED:
        return None
    return page(parts.frame(request), "trouble", {"status": status}, status=status)
