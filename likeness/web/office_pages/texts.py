"""Every fixed text of the office pages, by name. English is the source; see likeness/i18n."""

from collections.abc import Mapping
from typing import Final

from likeness.i18n.unfit import UNFIT
from likeness.web.office_pages.texts_faces import FACES
from likeness.web.office_pages.texts_held import HELD
from likeness.web.office_pages.texts_people import PEOPLE
from likeness.web.office_pages.texts_photos import PHOTOS
from likeness.web.office_pages.texts_sessions import SESSIONS
from likeness.web.office_pages.texts_shell import SHELL
from likeness.web.office_pages.texts_work import WORK

_UNFIT: Final = {f"unfit-{what.value}": text for what, text in UNFIT.items()}

TEXTS: Final[Mapping[str, str]] = {
    **SHELL,
    **FACES,
    **PHOTOS,
    **PEOPLE,
    **HELD,
    **SESSIONS,
    **WORK,
    **_UNFIT,
}
