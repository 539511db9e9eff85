"""What `likeness doctor` says about a Nextcloud besides: explanations, webhooks, cron and links."""

from collections.abc import Iterator

from config.nextcloud import NextcloudHost
from connector.values import Health, HostName
from likeness.bootstrap.app import App
from likeness.bootstrap.cloud_webhooks import webhooks_fact
from likeness.bootstrap.messages import last_heard
from scheduler.jobs.check_links import open_photos

SLOW_S = 60
"""Messages that come later than this wait for Nextcloud's cron: a worker sends them at once."""


def about_cloud(app: App, host: HostName, settings: NextcloudHost) -> Iterator[Health]:
    """Say what is missing, and what waits for a human."""
    if settings.tags is None:
        advice = f"No tags are set: likeness connect nextcloud --name {host} --admin ADMIN"
        yield Health(name=f"tags ({host})", ok=False, advice=advice)
    empty = settings.comment and not app.links.place
    advice = "comments have no link until public_url or editor_url is set" if empty else ""
    yield Health(name=f"explanations ({host})", ok=True, advice=advice)
    yield from _webhooks(app, host)
    if photos := len(open_photos(app.deps, host)):
        advice = f"they lead to {photos} blocked photos: likeness nextcloud links --host {host}"
        yield Health(name=f"public links ({host})", ok=False, advice=advice)


def _webhooks(app: App, host: HostName) -> Iterator[Health]:
    """Tell by what was heard: whether they are registered only an administrator may ask."""
    with app.store.read() as tx:
        registered, heard = tx.facts.get(webhooks_fact(host)), last_heard(tx, host)
    name = f"webhooks ({host})"
    if not registered:
        advice = "none: changes are found by polling alone (connect nextcloud --webhooks)"
        yield Health(name=name, ok=True, advice=advice)
        return
    if heard is None:
        advice = "No message came yet: upload a photo, wait five minutes, and see the manual."
        yield Health(name=name, ok=False, advice=advice)
        return
    at = heard.at.isoformat(timespec="minutes")
    yield Health(name=name, ok=True, advice=f"{registered} events; the last one came {at}")
    late = heard.late_s or 0
    advice = (
        f"The last message came {late} s after its event. Run: occ background-job:worker "
        '"OCA\\WebhookListeners\\BackgroundJobs\\WebhookCall"'
    )
    slow = late > SLOW_S
    yield Health(name=f"background jobs ({host})", ok=not slow, advice=advice if slow else "")
