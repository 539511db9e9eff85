"""What each signer last said about face recognition: the newest word of each counts. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from consent.ids import SignerId


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A yes or a no to being recognised by face."""

    signer: SignerId | None
    """None: the office took it back for everybody who answers."""
    at: datetime
    """UTC instant at which it was signed or said."""
    yes: bool


def newest_words(words: Iterable[Word], signers: Iterable[SignerId]) -> Mapping[SignerId, Word]:
    """Give the newest word of each signer; at the same instant the no."""
    every = tuple(words)
    found: dict[SignerId, Word] = {}
    for signer in signers:
        theirs = [word for word in every if word.signer in {signer, None}]
        if theirs:
            found[signer] = max(theirs, key=lambda word: (word.at, not word.yes))
    return found


def is_overtaken(said: Word, words: Iterable[Word]) -> bool:
    """Tell whether its signer has said something newer, or a no at the same instant."""
    return any(
        word.at > said.at or (word.at == said.at and said.yes and not word.yes)
        for word in words
        if word.signer in {said.signer, None}
    )


def refused_by_another(
    signer: SignerId, words: Iterable[Word], guardians: Iterable[SignerId]
) -> bool:
    """Tell whether the newest word of another guardian is no: one no is enough for a child."""
    others = [guardian for guardian in guardians if guardian != signer]
    return any(not word.yes for word in newest_words(words, others).values())
