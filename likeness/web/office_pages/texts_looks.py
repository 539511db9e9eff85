"""What somebody looked at, in words, for whoever reads the access log."""

from collections.abc import Mapping
from typing import Final

from likeness.i18n.catalogs import N_, catalog

LOOKS: Final = {
    "people-listed": N_("saw the name in a list"),
    "person-opened": N_("opened this page"),
    "face-seen": N_("saw a face"),
    "faces-listed": N_("was asked about a face"),
    "reference-seen": N_("saw the picture kept to compare with"),
    "photo-seen": N_("saw a photo"),
    "photo-opened": N_("opened the page of a photo"),
    "photos-of-person": N_("listed the photos with this person"),
    "names-seen": N_("looked at names on a photo"),
    "session-opened": N_("opened a session"),
    "group-opened": N_("opened a group"),
    "no-photo-list": N_("made a no-photo list"),
    "letters-listed": N_("saw letters"),
    "follow-ups-listed": N_("saw what is to follow up"),
    "held-listed": N_("was asked whether it is the same person"),
    "pending-listed": N_("saw enrolments that wait"),
    "pending-opened": N_("compared an enrolment"),
    "pending-picture-seen": N_("saw a picture of an enrolment"),
    "evidence-opened": N_("opened the proof of a signature"),
    "movers-listed": N_("saw who moved photos away"),
    "withdrawals-listed": N_("saw withdrawals"),
}


def looks_in(language: str) -> Mapping[str, str]:
    """Give the words in one language."""
    return {name: catalog(language).gettext(text) for name, text in LOOKS.items()}
