"""A place where hints go."""

from dataclasses import dataclass, field

from connector.values import WebhookEvent


@dataclass(slots=True)
class FakeHints:
    """Keeps every hint."""

    events: list[WebhookEvent] = field(default_factory=list)

    def hint(self, event: WebhookEvent) -> None:
        self.events.append(event)
