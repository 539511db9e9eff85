"""What a receipt states: the facts of one signature about one person. Pure.

The page after signing, the letter and the receipt on paper all say these, and nothing that somebody
answered at another time.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from consent.ids import Channel, SignatureId
from consent.notices import Notice
from consent.quitclaims import Quitclaim, RecognitionConsent
from consent.signing import PersonAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class UseAnswered:
    """One use that was asked about."""

    channel: Channel
    label: str
    """In the words of the text that was signed."""
    granted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What was answered about one person."""

    name: str = field(repr=False)
    uses: tuple[UseAnswered, ...]
    """Every use the text asks about, in its order."""
    asked_recognition: bool
    recognition: bool
    until: date | None
    """Last good local day of what was agreed to; None: no end, or nothing was agreed to."""

    @property
    def agreed(self) -> bool:
        """Tell whether anything was agreed to."""
        return self.recognition or any(use.granted for use in self.uses)


def answered_in(
    signature: SignatureId,
    notice: Notice,
    answer: PersonAnswer,
    quitclaims: Iterable[Quitclaim],
    recognition: RecognitionConsent | None,
) -> Answered:
    """Give what was answered with one signature; `quitclaims`: all records of the person."""
    uses = tuple(
        UseAnswered(channel=use.channel, label=use.label, granted=use.channel in answer.granted)
        for use in notice.uses
    )
    ends = [entry.ends for entry in quitclaims if entry.evidence == signature]
    if recognition is not None and recognition.evidence == signature:
        ends.append(recognition.ends)
    return Answered(
        name=answer.name,
        uses=uses,
        asked_recognition=bool(notice.recognition),
        recognition=answer.recognition,
        until=max((day for day in ends if day is not None), default=None),
    )
