"""A poster never announces less than what may happen."""

from datetime import UTC, datetime

import pytest

from consent.ids import Actor, SessionId
from consent.modes import ModeScope, ModeSetting, ScopeKind
from consent.posters import announced
from consent.states import Mode

PARTY = SessionId("party")
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def setting(kind: ScopeKind, mode: Mode, value: str = "") -> ModeSetting:
    scope = ModeScope(kind=kind, host="photos", value=value)
    return ModeSetting(scope=scope, mode=mode, by=Actor("cli:me"), at=NOW)


OWN = setting(ScopeKind.SESSION, Mode.SESSION, PARTY)
OTHER = setting(ScopeKind.SESSION, Mode.GALLERY, "another")
FOLDER = setting(ScopeKind.COLLECTION, Mode.GALLERY, "2026")
LESS = setting(ScopeKind.HOST, Mode.OFF)


@pytest.mark.parametrize(
    ("settings", "mode"),
    [
        pytest.param([], Mode.DETECT, id="nothing set"),
        pytest.param([OWN], Mode.SESSION, id="its own"),
        pytest.param([OWN, FOLDER], Mode.SESSION, id="its own wins"),
        pytest.param([OTHER], Mode.DETECT, id="another session's says nothing"),
        pytest.param([FOLDER], Mode.GALLERY, id="a folder its pictures may lie in"),
        pytest.param([LESS], Mode.DETECT, id="less somewhere is no promise"),
    ],
)
def test_what_is_announced(settings: list[ModeSetting], mode: Mode) -> None:
    assert announced(settings, PARTY, Mode.DETECT) is mode
