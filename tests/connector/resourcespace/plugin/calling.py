"""Calls the plugin with the harness: a PHP process and a scenario."""

import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

import connector

PLUGIN = Path(connector.__file__).parent / "resourcespace" / "plugin" / "likeness"
HARNESS = Path(__file__).parent / "harness.php"
DEADLINE_S = 60

STATUS, CHANNELS, UNTIL, NOTE, LINK = 88, 89, 90, 91, 94
OPTIONS = {
    CHANNELS: [
        {"ref": 284, "name": "website", "active": 1},
        {"ref": 285, "name": "~en:social media~nl:sociale media", "active": 1},
        {"ref": 286, "name": "fax", "active": 0},
    ]
}
SETTINGS: Mapping[str, Any] = {
    "likeness_status_field": STATUS,
    "likeness_channels_field": CHANNELS,
    "likeness_until_field": UNTIL,
    "likeness_note_field": NOTE,
    "likeness_link_field": LINK,
}


def php() -> str:
    found = shutil.which("php")
    if found is None:
        pytest.skip("no php: install php-cli to test the plugin for ResourceSpace")
    return found


def run(calls: Sequence[tuple[str, object]], **scenario: object) -> str:
    """Call functions of the plugin one after the other and give what was printed."""
    given = {"settings": SETTINGS, "options": OPTIONS, "calls": calls, **scenario}
    words = [php(), "-d", "display_errors=stderr", "-d", "error_reporting=32767", str(HARNESS)]
    done = subprocess.run(
        words,
        input=json.dumps({"folder": str(PLUGIN), **given}),
        capture_output=True,
        text=True,
        timeout=DEADLINE_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Warning" not in done.stderr, done.stderr
    return done.stdout


def nodes(status: str = "", channels: Sequence[int] = (), **texts: str) -> dict[int, list[Any]]:
    """Give the values of one resource as ResourceSpace's nodes."""
    fields = {"until": UNTIL, "note": NOTE, "link": LINK}
    values: dict[int, list[Any]] = {
        fields[name]: [{"ref": 900 + fields[name], "name": text}] for name, text in texts.items()
    }
    if status:
        values[STATUS] = [{"ref": 278, "name": status}]
    if channels:
        values[CHANNELS] = [{"ref": ref, "name": f"channel {ref}"} for ref in channels]
    return values


def thumbnail(values: Mapping[int, Any], **scenario: object) -> str:
    """Give what is put on the thumbnail of resource 12."""
    row = {"ref": 12, "resource_type": 1}
    call = ("HookLikenessAllAftersearchimg", [row, "", "thumbs"])
    return run([call], values={12: values}, rows=[row], **scenario)


def panel(values: Mapping[int, Any], **scenario: object) -> str:
    """Give what is put above the picture of resource 12."""
    call = (
        "HookLikenessViewRenderbeforeresourceview",
        {"resource": {"ref": 12, "resource_type": 1}},
    )
    return run([call], values={12: values}, **scenario)
