"""What readers see of a decision: status word, short note, one sentence per face and channel."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from consent.decisions import ChannelVerdict, Decision, Reason
from consent.states import Status, Verdict
from consent.status import is_usable
from likeness.i18n import phrases
from likeness.i18n.catalogs import SOURCE, catalog
from likeness.i18n.page_words import PageWords
from likeness.i18n.places import AND, FEW, day, joined, listed, where

Labels = Mapping[str, Mapping[str, str]]
"""Channel -> language -> label, as configured."""

_NOTED = (Verdict.BLOCKED, Verdict.REVIEW, Verdict.NOT_ASSESSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The reader's words, with the channels as this installation calls them."""

    labels: Labels
    pages: PageWords = field(default_factory=PageWords)
    """The words of what people portrayed read, in more languages than those of editors."""

    def status(self, status: str, language: str) -> str:
        """Give the status with its sign: "✓ Cleared"."""
        known = Status(status)
        said = self.pages.of(language).gettext(phrases.STATUSES[known])
        return f"{phrases.SIGNS[known]} {said}"

    def verdict(self, verdict: Verdict, language: str) -> str:
        """Give the word for one channel's answer: "not cleared"."""
        return catalog(language).gettext(phrases.VERDICTS[verdict])

    def channel(self, channel: str, language: str) -> str:
        """Give the label of a channel; its id where the channel is no longer configured."""
        label = self.labels.get(channel, {})
        usual = label.get(SOURCE) or channel
        return label.get(language) or self.pages.of(language).gettext(usual)

    def in_order(self, channels: Iterable[str]) -> list[str]:
        """Put channels into the order of the settings, others behind them."""
        places = {channel: place for place, channel in enumerate(self.labels)}
        return sorted(channels, key=lambda one: (places.get(one, len(places)), one))

    def listed(self, words: Sequence[str], language: str) -> str:
        """Join words, in any language that people portrayed read; empty for none."""
        return joined(words, self.pages.of(language).gettext(AND)) if words else ""

    def note(self, decision: Decision, language: str) -> str:
        """Say why, known no's first, without names; empty where every channel is cleared.

        "Social media: no consent, 2nd face from the left of 5."
        """
        if decision.status is Status.NO_PEOPLE:
            return self._nobody(decision, language)
        groups: dict[str, list[str]] = {}
        for verdict in _NOTED:
            for channel in (one for one in decision.channels if one.verdict is verdict):
                groups.setdefault(self._why(channel, language), []).append(channel.channel)
        parts = [
            f"{self.uses(channels, len(decision.channels), language)}: {why}"
            for why, channels in groups.items()
        ]
        return ". ".join(_capital(part) for part in parts) + "." if parts else ""

    def warning(self, decision: Decision, language: str) -> str:
        """Say what must not be done: "Not for: social media"; empty where it may be used."""
        translate = catalog(language).gettext
        match decision.status:
            case Status.BLOCKED:
                return translate("Do not publish")
            case Status.PARTLY:
                barred = [one.channel for one in decision.channels if not is_usable(one.verdict)]
                labels = ", ".join(self.channel(name, language) for name in barred)
                return translate("Not for: {uses}").format(uses=labels)
            case Status.REVIEW:
                return translate("Not decided yet")
            case Status.CLEARED | Status.NO_PEOPLE | Status.NOT_ASSESSED:
                return ""

    def _nobody(self, decision: Decision, language: str) -> str:
        translate = catalog(language).gettext
        if decision.confirmed_nobody:
            return translate("A person confirmed that nobody is on it.")
        return _capital(translate("nobody seen, not confirmed by a person")) + "."

    def uses(self, channels: Sequence[str], of: int, language: str) -> str:
        """Name some channels inside a sentence; all `of` them as "every use"."""
        if len(channels) == of and of > 1:
            return catalog(language).gettext("every use")
        return listed([_small(self.channel(name, language)) for name in channels], language)

    def _why(self, channel: ChannelVerdict, language: str) -> str:
        """Give the phrases for one channel: only reasons as bad as its verdict, by rule."""
        rules: dict[str, list[Reason]] = {}
        for reason in channel.reasons:
            if reason.verdict is channel.verdict:
                rules.setdefault(_phrase(reason, language), []).append(reason)
        said = [_with_place(phrase, reasons, language) for phrase, reasons in rules.items()]
        text = catalog(language)
        if not said:
            return text.gettext(phrases.VERDICTS[channel.verdict])
        if len(said) > FEW:
            more = text.ngettext(
                "and {count} more reason", "and {count} more reasons", len(said) - FEW
            )
            said = [*said[:FEW], more.format(count=len(said) - FEW)]
        return "; ".join(said)

    def explain(self, uses: str, reason: Reason, language: str, *, who: str = "") -> str:
        """Say in full why a face got its answer for some uses (`self.uses` names them).

        `who` only where names were asked for.
        """
        place = where([reason.place] if reason.place else [], language)
        face = " ".join(part for part in (place, f"({who})" if who else "") if part)
        head = f"{_capital(uses)}: {self.verdict(reason.verdict, language)}"
        return " ".join((f"{head}, {face}." if face else f"{head}.", self.facts(reason, language)))

    def facts(self, reason: Reason, language: str) -> str:
        """Say in full what a reason is, without saying which face and which uses."""
        translate = catalog(language).gettext
        sentences = [translate(phrases.LONG[reason.rule])]
        if reason.from_copy:
            sentences.append(translate("It was said of a copy of this photo."))
        if reason.not_assessed:
            sentences.append(_capital(translate(phrases.TROUBLES[reason.not_assessed])) + ".")
        if reason.begins:
            begins = day(reason.begins, language)
            sentences.append(translate("First good day: {day}.").format(day=begins))
        if reason.ends:
            ends = day(reason.ends, language)
            sentences.append(translate("Last good day: {day}.").format(day=ends))
        return " ".join(sentences)

    def until(self, decision: Decision, language: str) -> str:
        """Say how long the answer holds: "until 30 June 2026"; empty where there is no end."""
        if decision.valid_until is None:
            return ""
        text = catalog(language).gettext("until {day}")
        return text.format(day=day(decision.valid_until, language))


def _phrase(reason: Reason, language: str) -> str:
    translate = catalog(language).gettext
    short = translate(phrases.SHORT[reason.rule])
    return (
        f"{short}: {translate(phrases.TROUBLES[reason.not_assessed])}"
        if reason.not_assessed
        else short
    )


def _with_place(phrase: str, reasons: Iterable[Reason], language: str) -> str:
    place = where([reason.place for reason in reasons if reason.place], language)
    return f"{phrase}, {place}" if place else phrase


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _small(label: str) -> str:
    """Write a label inside a sentence, leaving abbreviations as they are."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
