"""What stays in a host that was left, because no program can take it away: said with the way."""

from config.resourcespace import ResourceSpaceHost
from connector.resourcespace import installing
from connector.values import HostName
from likeness.bootstrap.app import App


def left_behind(app: App, host: HostName) -> list[str]:
    """Say what a person has to take away by hand; empty where nothing stays."""
    settings = app.settings.hosts[host]
    if not isinstance(settings, ResourceSpaceHost) or settings.fields is None:
        return []
    fields = settings.fields.model_dump(exclude_none=True)
    return installing.left_behind(settings.url, fields, plugin=_has_messages(app, host))


def _has_messages(app: App, host: HostName) -> bool:
    """Tell whether its plugin sends us messages: that it shows a panel only, we cannot know."""
    return app.places.secrets.find(f"{host}-webhook") is not None
