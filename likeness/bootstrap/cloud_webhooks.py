"""Letting a Nextcloud send us messages, and taking that back."""

import hashlib
from dataclasses import dataclass

from connector.nextcloud import hooks, mounts
from connector.nextcloud.api import Account
from connector.nextcloud.connect import client
from connector.nextcloud.hooks import Receiver, Registered
from connector.webhooks import WebhookKeys, new_secret
from likeness.bootstrap.app import App, open_app
from likeness.bootstrap.cloud_login import administrator, helped_by, nextcloud_of, password_of
from likeness.bootstrap.errors import ConnectRefused
from likeness.bootstrap.places import Places
from likeness.bootstrap.settings_file import keep_secret


def register_webhooks(
    places: Places, name: str, admin: Account | None, base: str = ""
) -> tuple[str, Registered]:
    """Let Nextcloud send us messages; gives the address they go to. Safe to run again.

    `base`: the address at which Nextcloud reaches our public listener; empty = the public one.
    Raises `ConnectRefused` and `HostError`.
    """
    with open_app(places) as app:
        settings = nextcloud_of(app, name)
        public = app.settings.public
        begins = base.rstrip("/") or public.public_url or public.editor_url or ""
        if public.listens_on is None or not begins:
            raise ConnectRefused(
                "Messages need a listener that Nextcloud can reach: set public_url under [public] "
                "in the settings, or bind and --webhook-url."
            )
        mark = webhook_mark(app, name)
    secret = webhook_secret(places, name)
    uri = f"{begins}/hooks/{name}"
    own = client(settings, password_of(places, name))
    asks = administrator(settings, admin) if admin else own
    team = mounts.are_team_folders(own, settings.folders)
    to = Receiver(uri=uri, secret=secret, mark=mark)
    with helped_by(admin):
        done = hooks.register(asks, to, settings.user, settings.folders if team else ())
    with open_app(places) as app, app.store.begin() as tx:
        tx.facts.put(webhooks_fact(name), str(len(done.events)))
    return uri, done


def remove_webhooks(places: Places, name: str, admin: Account | None) -> int:
    """Take our webhooks away; gives how many. Safe to run twice. Raises `HostError`."""
    with open_app(places) as app:
        settings = nextcloud_of(app, name)
        mark = webhook_mark(app, name)
    own = client(settings, password_of(places, name))
    with helped_by(admin):
        removed = hooks.remove(administrator(settings, admin) if admin else own, mark)
    with open_app(places) as app, app.store.begin() as tx:
        tx.facts.put(webhooks_fact(name), "")
    return removed


@dataclass(frozen=True, slots=True, kw_only=True)
class OurWebhook:
    """One webhook of ours, as Nextcloud has it."""

    id: int
    event: str
    uri: str


def list_webhooks(places: Places, name: str, admin: Account | None) -> list[OurWebhook]:
    """Give our webhooks as Nextcloud has them. Raises `HostError`."""
    with open_app(places) as app:
        settings = nextcloud_of(app, name)
        mark = webhook_mark(app, name)
    own = client(settings, password_of(places, name))
    with helped_by(admin):
        found = hooks.ours(administrator(settings, admin) if admin else own, mark)
    return [
        OurWebhook(id=int(one["id"]), event=str(one["event"]), uri=str(one["uri"])) for one in found
    ]


def webhooks_known(places: Places, name: str) -> int:
    """Give how many webhooks we registered and did not take away, by our own notes."""
    with open_app(places) as app, app.store.read() as tx:
        return int(tx.facts.get(webhooks_fact(name)) or 0)


def webhooks_fact(name: str) -> str:
    """Name the fact that says how many webhooks of ours a host has."""
    return f"webhooks:{name}"


def webhook_mark(app: App, name: str) -> str:
    """Give what our webhooks are known by: of this installation and this host, and no secret."""
    return hashlib.sha256(app.store.derive(f"webhooks of {name}")).hexdigest()[:24]


def webhook_secret(places: Places, name: str) -> str:
    """Give the first secret of a host's messages; make one where there is none."""
    found = places.secrets.find(f"{name}-webhook")
    if found is None:
        secret = new_secret()
        keep_secret(places, f"{name}-webhook", secret)
        return secret
    return WebhookKeys.read(found.value.get_secret_value()).texts[0]
