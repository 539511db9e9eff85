"""Words that say the rule names instead of sentences, so that tests of jobs do not hang on wording."""

from consent.decisions import Decision


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
