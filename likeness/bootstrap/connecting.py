"""Connecting a host: a section in the settings, a secret, a first look, and observing begins."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from config.hosts import AnyHost
from connector.values import Health, HostName
from consent.ids import Actor
from likeness.bootstrap.app import open_app
from likeness.bootstrap.configuration import read_settings
from likeness.bootstrap.errors import ConnectRefused
from likeness.bootstrap.host_health import look_once_more
from likeness.bootstrap.places import Places
from likeness.bootstrap.settings_file import append, keep_secret, section
from scheduler.jobs.change_stage import begin_stages, change_stage
from scheduler.stages import Stage
from scheduler.staging import stage_of

_NAME = re.compile(r"[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?")
HOPELESS = frozenset({"answers", "credentials", "folder", "server", "maintenance", "account"})
"""Lines of a first look without which there is no host at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an admin wants to connect. `values` go into the section of the host."""

    name: str
    values: Mapping[str, object]
    secret: str = field(default="", repr=False)
    """Empty = the one that is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Connected:
    """What connecting came to."""

    new: bool
    stage: Stage
    lines: tuple[Health, ...]


def connect_host(places: Places, asked: Asked, actor: Actor) -> Connected:
    """Connect a host, or look again at one that is connected so already. Safe to run again.

    Raises `ConnectRefused` where the host does not answer: then nothing is kept. Raises what
    `append` and `open_app` raise.
    """
    if not _NAME.fullmatch(asked.name):
        raise ConnectRefused("A host's name is of small letters, digits and hyphens, at most 40.")
    known = read_settings(places).settings.hosts.get(asked.name)
    if known is None:
        return _connect_new(places, asked, actor)
    _same(known, asked)
    if asked.secret:
        keep_secret(places, asked.name, asked.secret)
    stage, lines = _look(places, asked.name, actor)
    return Connected(new=False, stage=stage, lines=lines)


def _connect_new(places: Places, asked: Asked, actor: Actor) -> Connected:
    added = append(places, section(f"hosts.{asked.name}", asked.values))
    secret = keep_secret(places, asked.name, asked.secret) if asked.secret else None
    try:
        lines = _first_look(places, asked.name)
    except BaseException:
        added.undo()
        _forget(secret)
        raise
    stage, _ = _look(places, asked.name, actor)
    return Connected(new=True, stage=stage, lines=lines)


def _forget(secret: Path | None) -> None:
    if secret is not None:
        secret.unlink(missing_ok=True)


def _first_look(places: Places, name: str) -> tuple[Health, ...]:
    """Ask the host. Raises `ConnectRefused` where it does not answer, or not to us."""
    with open_app(places) as app:
        lines = app.deps.hosts[HostName(name)].setup.probe()
    fatal = [line for line in lines if not line.ok and line.name in HOPELESS]
    if fatal:
        raise ConnectRefused(f"Nothing was connected. {fatal[0].advice}")
    return lines


def _look(places: Places, name: str, actor: Actor) -> tuple[Stage, tuple[Health, ...]]:
    """Let the host begin where its settings say, or begin again where it was disconnected."""
    host = HostName(name)
    with open_app(places) as app:
        begin_stages(app.deps, actor)
        with app.store.read() as tx:
            stage = stage_of(app.deps, tx, host).stage
        if stage is Stage.DISCONNECTED:
            stage = Stage.OBSERVING
            change_stage(app.deps, host, stage, actor)
        lines = app.deps.hosts[host].setup.probe()
        look_once_more(app, host)
        return stage, lines


def _same(known: AnyHost, asked: Asked) -> None:
    """Refuse to turn a host into another one: findings are tied to its name."""
    there = known.model_dump(mode="json")
    for key in ("kind", "root", "url", "user"):
        if key in asked.values and str(there.get(key)) != str(asked.values[key]).rstrip("/"):
            raise ConnectRefused(
                f"There is a host of this name with another {key}. Take another --name, or change "
                "it in the settings file."
            )
