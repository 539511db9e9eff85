"""Words that say the rule names instead of sentences, so that tests of jobs do not hang on wording."""

from consent.decisions import Decision
from consent.ids import AssetId


class FakeWords:
    """Speaks no language."""

    def status(self, status: str, language: str) -> str:
        """Give the status word itself."""
        return f"{status} ({language})"

    def note(self, decision: Decision, language: str) -> str:
        """Give channel=rule for the first reason of each channel."""
        del language
        return "; ".join(
            f"{entry.channel}={entry.reasons[0].rule}"
            for entry in decision.channels
            if entry.reasons
        )

    def warning(self, decision: Decision, language: str) -> str:
        """Give "not" and the channels that are not cleared."""
        del language
        barred = [one.channel for one in decision.channels if one.verdict in {"blocked", "review"}]
        return f"not {','.join(barred)}" if barred else ""


class FakeLinks:
    """Makes links that say what they are about."""

    def __init__(self, place: str = "") -> None:
        self.place = place

    def address(self, asset: AssetId, version: int) -> str:
        """Give an address; empty where there is no place for it."""
        return f"{self.place}/{asset}/{version}" if self.place else ""
