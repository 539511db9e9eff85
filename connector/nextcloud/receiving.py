"""What reads the messages of a Nextcloud, by its settings."""

from config.nextcloud import NextcloudHost
from config.section import Section
from connector.errors import HostRefused
from connector.nextcloud.messages import NextcloudMessages
from connector.webhooks import WebhookKeys


def messages(settings: Section, keys: WebhookKeys) -> NextcloudMessages:
    """Read messages of the Nextcloud with these settings."""
    if not isinstance(settings, NextcloudHost):
        raise HostRefused("a Nextcloud needs its settings")
    tags = settings.tags
    ours = {*tags.status.values(), *tags.channels.values()} if tags else set()
    return NextcloudMessages(keys=keys, account=settings.user, tags=frozenset(ours))
