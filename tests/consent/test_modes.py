"""How far recognition may go for one photo, and what must be recorded first."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.ids import SessionId
from consent.modes import (
    AssetFacts,
    LegalBasis,
    Missing,
    ModeScope,
    ModeSetting,
    ScopeKind,
    effective_mode,
    missing_for,
)
from consent.sessions import AllAsked, Session
from consent.states import Mode
from tests.consent.build import ACTOR, AT
from tests.consent.strategies import QUICK

OFF, DETECT, SESSION, GALLERY = Mode.OFF, Mode.DETECT, Mode.SESSION, Mode.GALLERY
S1, S2 = SessionId("s1"), SessionId("s2")
PHOTO = AssetFacts(
    host="dam",
    place="2026/party/a.jpg",
    media="picture",
    sessions=frozenset({S1}),
    collections=frozenset({"press kit"}),
)
ASKED = AllAsked(by=ACTOR, at=AT)
ALL_ASKED = (
    Session(id=S1, name="one", all_asked=ASKED),
    Session(id=S2, name="two", all_asked=ASKED),
)

EVERYWHERE = ModeScope(kind=ScopeKind.INSTALLATION)
HOST = ModeScope(kind=ScopeKind.HOST, host="dam")
PICTURES = ModeScope(kind=ScopeKind.MEDIA, value="picture")
YEAR = ModeScope(kind=ScopeKind.COLLECTION, host="dam", value="2026")
PARTY = ModeScope(kind=ScopeKind.COLLECTION, host="dam", value="2026/party")
PRESS_KIT = ModeScope(kind=ScopeKind.COLLECTION, host="dam", value="press kit")
SHOOT = ModeScope(kind=ScopeKind.SESSION, value="s1")
OTHER_SHOOT = ModeScope(kind=ScopeKind.SESSION, value="s2")


def put(scope: ModeScope, mode: Mode) -> ModeSetting:
    return ModeSetting(scope=scope, mode=mode, by=ACTOR, at=AT)


def basis(scope: ModeScope = EVERYWHERE, text: str = "6(1)(a)", dpia: str = "D-1") -> LegalBasis:
    return LegalBasis(scope=scope, basis=text, dpia=dpia, by=ACTOR, at=AT)


WINNERS = [
    pytest.param([], DETECT, None, id="default after install"),
    pytest.param([(EVERYWHERE, GALLERY)], GALLERY, EVERYWHERE, id="installation"),
    pytest.param([(EVERYWHERE, GALLERY), (HOST, OFF)], OFF, HOST, id="host beats installation"),
    pytest.param([(HOST, OFF), (PARTY, GALLERY)], GALLERY, PARTY, id="folder beats host"),
    pytest.param([(HOST, GALLERY), (PICTURES, OFF)], OFF, PICTURES, id="asset type beats host"),
    pytest.param([(YEAR, OFF), (PARTY, GALLERY)], GALLERY, PARTY, id="inner folder beats outer"),
    pytest.param(
        [(PARTY, GALLERY), (PRESS_KIT, DETECT)], DETECT, PRESS_KIT, id="two collections: the lesser"
    ),
    pytest.param(
        [(PARTY, GALLERY), (PICTURES, DETECT)],
        DETECT,
        PICTURES,
        id="folder and asset type: the lesser",
    ),
    pytest.param([(HOST, GALLERY), (SHOOT, OFF)], OFF, SHOOT, id="a session lowers"),
    pytest.param([(SHOOT, GALLERY)], GALLERY, SHOOT, id="a session lifts the default"),
    pytest.param(
        [(EVERYWHERE, OFF), (SHOOT, GALLERY)], GALLERY, SHOOT, id="a session lifts an installation"
    ),
    pytest.param([(HOST, OFF), (SHOOT, GALLERY)], OFF, HOST, id="no session lifts a host"),
    pytest.param(
        [(PARTY, DETECT), (SHOOT, GALLERY)], DETECT, PARTY, id="no session lifts a folder"
    ),
    pytest.param([(PRESS_KIT, DETECT), (SHOOT, GALLERY)], DETECT, PRESS_KIT, id="nor a collection"),
    pytest.param([(PICTURES, OFF), (SHOOT, GALLERY)], OFF, PICTURES, id="nor an asset type"),
    pytest.param(
        [(YEAR, OFF), (PARTY, SESSION), (SHOOT, GALLERY)],
        SESSION,
        PARTY,
        id="a ceiling further out keeps a session from lifting, too",
    ),
    pytest.param(
        [(PARTY, DETECT), (SHOOT, OFF)], OFF, SHOOT, id="below a ceiling a session may lower"
    ),
    pytest.param(
        [(HOST, DETECT), (PICTURES, OFF), (SHOOT, GALLERY)],
        OFF,
        PICTURES,
        id="the lowest of two ceilings",
    ),
    pytest.param(
        [(ModeScope(kind=ScopeKind.HOST, host="other"), GALLERY)], DETECT, None, id="another host"
    ),
    pytest.param(
        [(ModeScope(kind=ScopeKind.MEDIA, value="video"), GALLERY)], DETECT, None, id="another type"
    ),
    pytest.param(
        [(ModeScope(kind=ScopeKind.MEDIA, host="other", value="picture"), GALLERY)],
        DETECT,
        None,
        id="the type in another host",
    ),
    pytest.param(
        [(ModeScope(kind=ScopeKind.COLLECTION, host="dam", value="2026/part"), GALLERY)],
        DETECT,
        None,
        id="a folder whose name only begins alike",
    ),
    pytest.param([(OTHER_SHOOT, GALLERY)], DETECT, None, id="another session"),
]


@pytest.mark.parametrize(("settings", "mode", "scope"), WINNERS)
def test_the_most_specific_setting_wins_and_says_so(
    settings: list[tuple[ModeScope, Mode]], mode: Mode, scope: ModeScope | None
) -> None:
    every = [put(*entry) for entry in settings]

    for order in (every, every[::-1]):
        answer = effective_mode(PHOTO, order, [basis()], ALL_ASKED)
        assert answer.mode is mode
        assert (answer.because.scope if answer.because else None) == scope
        assert answer.missing == ()


def test_of_two_sessions_the_lesser_wins() -> None:
    both = replace(PHOTO, sessions=frozenset({S1, S2}))

    answer = effective_mode(
        both, [put(SHOOT, GALLERY), put(OTHER_SHOOT, SESSION)], [basis()], ALL_ASKED
    )

    assert answer.mode is SESSION


def test_the_default_may_be_set() -> None:
    assert effective_mode(PHOTO, [], [], [], default=OFF).mode is OFF


def test_a_session_is_told_which_ceiling_holds_it() -> None:
    answer = effective_mode(PHOTO, [put(HOST, DETECT), put(SHOOT, GALLERY)], [basis()], ALL_ASKED)

    assert answer.ceiling == put(HOST, DETECT)


LACKS = [
    pytest.param(SESSION, (), ALL_ASKED, [Missing.LEGAL_BASIS, Missing.DPIA], id="no basis"),
    pytest.param(GALLERY, (basis(dpia=" "),), (), [Missing.DPIA], id="no DPIA"),
    pytest.param(GALLERY, (basis(text=""),), (), [Missing.LEGAL_BASIS], id="no legal basis"),
    pytest.param(GALLERY, (basis(text=""), basis(HOST, dpia="")), (), [], id="recorded one by one"),
    pytest.param(
        SESSION,
        (basis(),),
        (Session(id=S1, name="one"),),
        [Missing.ALL_ASKED],
        id="nobody says that all were asked",
    ),
    pytest.param(SESSION, (basis(),), (), [Missing.ALL_ASKED], id="nobody knows the session"),
    pytest.param(
        GALLERY, (basis(),), (Session(id=S1, name="one"),), [], id="gallery needs no roster"
    ),
]


@pytest.mark.parametrize(("mode", "bases", "sessions", "missing"), LACKS)
def test_a_mode_that_lacks_something_only_counts_faces_and_says_what(
    mode: Mode,
    bases: tuple[LegalBasis, ...],
    sessions: tuple[Session, ...],
    missing: list[Missing],
) -> None:
    answer = effective_mode(PHOTO, [put(HOST, mode)], bases, sessions)

    assert list(answer.missing) == missing
    assert answer.mode is (DETECT if missing else mode)
    assert answer.because == put(HOST, mode)


def test_mode_session_without_a_session_only_counts_faces() -> None:
    photo = replace(PHOTO, sessions=frozenset())

    answer = effective_mode(photo, [put(HOST, SESSION)], [basis()], ALL_ASKED)

    assert (answer.mode, answer.missing) == (DETECT, (Missing.SESSION,))


def test_a_default_that_needs_a_basis_needs_one_for_the_installation() -> None:
    assert effective_mode(PHOTO, [], [basis(HOST)], [], default=GALLERY).mode is DETECT
    assert effective_mode(PHOTO, [], [basis()], [], default=GALLERY).mode is GALLERY


WIDER = [
    pytest.param(HOST, EVERYWHERE, True, id="the installation covers a host"),
    pytest.param(HOST, HOST, True, id="a host covers itself"),
    pytest.param(EVERYWHERE, HOST, False, id="a host does not cover the installation"),
    pytest.param(PARTY, HOST, True, id="a host covers its folders"),
    pytest.param(PARTY, YEAR, True, id="a folder covers those in it"),
    pytest.param(YEAR, PARTY, False, id="but not those around it"),
    pytest.param(HOST, PARTY, False, id="a folder does not cover its host"),
    pytest.param(PARTY, replace(YEAR, host="x"), False, id="a folder of another host"),
    pytest.param(PARTY, ModeScope(kind=ScopeKind.HOST, host="x"), False, id="another host"),
    pytest.param(SHOOT, EVERYWHERE, True, id="the installation covers a session"),
    pytest.param(SHOOT, HOST, False, id="a session may span hosts"),
    pytest.param(SHOOT, ModeScope(kind=ScopeKind.HOST), False, id="not even a nameless one"),
    pytest.param(SHOOT, SHOOT, True, id="a session covers itself"),
    pytest.param(SHOOT, OTHER_SHOOT, False, id="but no other session"),
    pytest.param(replace(PICTURES, host="dam"), PICTURES, True, id="a type everywhere covers it"),
    pytest.param(PICTURES, replace(PICTURES, host="dam"), False, id="a type in one host does not"),
    pytest.param(replace(PICTURES, host="dam"), HOST, True, id="a host covers its types"),
    pytest.param(PARTY, PICTURES, False, id="a type does not cover a folder"),
]


@pytest.mark.parametrize(("scope", "recorded", "enough"), WIDER)
def test_a_basis_counts_for_its_scope_and_what_lies_in_it(
    scope: ModeScope,
    recorded: ModeScope,
    enough: bool,  # noqa: FBT001
) -> None:
    missing = missing_for(GALLERY, scope, [basis(recorded)], [])

    assert missing == (() if enough else (Missing.LEGAL_BASIS, Missing.DPIA))


@pytest.mark.parametrize("mode", [OFF, DETECT])
def test_modes_without_recognition_need_nothing(mode: Mode) -> None:
    assert missing_for(mode, HOST, [], []) == ()


SESSION_NEEDS = [
    pytest.param(SHOOT, ALL_ASKED, (), id="everybody was asked"),
    pytest.param(SHOOT, (Session(id=S1, name="one"),), (Missing.ALL_ASKED,), id="not recorded"),
    pytest.param(SHOOT, ALL_ASKED[1:], (Missing.ALL_ASKED,), id="an unknown session"),
    pytest.param(HOST, (Session(id=S1, name="one"),), (), id="a host: asked photo by photo"),
]


@pytest.mark.parametrize(("scope", "sessions", "missing"), SESSION_NEEDS)
def test_mode_session_needs_the_word_that_everybody_was_asked(
    scope: ModeScope, sessions: tuple[Session, ...], missing: tuple[Missing, ...]
) -> None:
    assert missing_for(SESSION, scope, [basis()], sessions) == missing


SCOPES = (EVERYWHERE, HOST, PICTURES, YEAR, PARTY, PRESS_KIT, SHOOT, OTHER_SHOOT)
SETTINGS = st.dictionaries(st.sampled_from(SCOPES), st.sampled_from(Mode)).map(
    lambda chosen: [put(scope, mode) for scope, mode in chosen.items()]
)


@QUICK
@given(SETTINGS, st.sampled_from(Mode))
def test_no_session_lifts_a_ceiling(settings: list[ModeSetting], mode: Mode) -> None:
    order = list(Mode)
    around = [entry for entry in settings if entry.scope.kind is not ScopeKind.SESSION]
    ceiled = any(entry.mode in {OFF, DETECT} for entry in around if entry.scope is not EVERYWHERE)

    without = effective_mode(PHOTO, around, [basis()], ALL_ASKED)
    within = effective_mode(PHOTO, [*around, put(SHOOT, mode)], [basis()], ALL_ASKED)

    if ceiled:
        assert order.index(within.mode) <= max(order.index(without.mode), order.index(DETECT))


@QUICK
@given(SETTINGS)
def test_nobody_is_recognised_without_a_basis(settings: list[ModeSetting]) -> None:
    assert effective_mode(PHOTO, settings, [], ALL_ASKED).mode in {OFF, DETECT}
