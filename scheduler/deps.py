"""Everything a job may use, handed in by the composition root. Tests hand in fakes."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from connector.values import HostName
from consent.decisions import Rules
from consent.ids import PersonId
from consent.states import Confirm, Mode
from scheduler.ports import Clock, EvidenceMaker, Eyes, Galleries, Host, Links, Store, Words
from scheduler.ports.asking import LinkSecrets
from scheduler.stages import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRules:
    """What is configured about working. Times in seconds."""

    decide: Rules
    pack: str
    auto_limit: int
    """Persons in a gallery above which an `accept` of this pack waits for a human."""
    confirm: Confirm = Confirm.WEAK
    default_mode: Mode = Mode.DETECT
    want_px: int = 1280
    lease_s: float = 300.0
    """Longer than the longest look plus one write.

    See the deadlines of Eyes and of the transport.
    """
    write_deadline_s: float = 30.0
    grace_days: int = 30
    invitation_days: int = 90
    evidence_years: int = 5
    access_log_days: int = 365
    score_days: int = 365
    age: int = 16
    """From which birthday only the person's own answer counts."""
    notice: str = "general"
    """The text people are asked with where none is named."""
    answer_days: int = 90
    """How long somebody may answer who was asked."""
    language: str = "en"
    """Of letters and pages for somebody whose language is not known."""
    saying: str = ""
    """Digest of the settings of hosts and channels that answers are written by."""


LANGUAGES = ("en", "nl", "de", "fr")
"""What people portrayed can read without any words of an installation's own."""


def our_languages() -> tuple[str, ...]:
    """Give the languages of our own words."""
    return LANGUAGES


def nobody_is_told(_person: PersonId) -> bool:
    """Send nothing: there is no mail."""
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Deps:
    """The outside world, behind ports."""

    store: Store
    hosts: Mapping[HostName, Host]
    eyes: Eyes
    galleries: Galleries
    clock: Clock
    words: Words
    links: Links
    new_id: Callable[[], str]
    """A fresh random UUID as text."""
    jitter: Callable[[], float]
    """A random number from 0 to 1."""
    rules: JobRules
    secrets: LinkSecrets
    evidence: EvidenceMaker
    farewell: Callable[[PersonId], bool] = nobody_is_told
    """Sends somebody who is erased their last letter, while the address still exists.

    Says whether it went out; never raises for what mail can do.
    """
    languages: Callable[[], Iterable[str]] = our_languages
    """Gives the languages there are words in: ours, and those an installation added."""
    first_stages: Mapping[HostName, Stage] = field(default_factory=dict)
    """The stage of hosts that nobody has set one for; live where it is not said."""
