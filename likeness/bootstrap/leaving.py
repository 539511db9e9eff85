"""What stays in a host that was left, because no program can take it away: said with the way."""

from config.nextcloud import NextcloudHost
from config.resourcespace import ResourceSpaceHost
from connector.resourcespace import installing
from connector.values import HostName
from likeness.bootstrap.app import App


def left_behind(app: App, host: HostName) -> list[str]:
    """Say what a person has to take away by hand; empty where nothing stays."""
    settings = app.settings.hosts[host]
    if isinstance(settings, NextcloudHost):
        return _tags(settings)
    if not isinstance(settings, ResourceSpaceHost) or settings.fields is None:
        return []
    fields = settings.fields.model_dump(exclude_none=True)
    return installing.left_behind(settings.url, fields, plugin=_has_messages(app, host))


def _tags(settings: NextcloudHost) -> list[str]:
    """Say how an administrator deletes what was made; tags that others use they keep."""
    tags = (
        [*settings.tags.status.values(), *settings.tags.channels.values()] if settings.tags else []
    )
    return [
        *(f"occ tag:delete {number}" for number in tags),
        f"The rule about the blocked tag: {settings.url}/index.php/settings/admin/workflow",
        f"The app password of {settings.user} (its Settings > Security), its group, the user.",
    ]


def _has_messages(app: App, host: HostName) -> bool:
    """Tell whether its plugin sends us messages: that it shows a panel only, we cannot know."""
    return app.places.secrets.find(f"{host}-webhook") is not None
