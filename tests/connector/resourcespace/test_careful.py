"""Trouble in one part of the mapping: what is stricter is written, what is milder waits."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connector.errors import MarkRefused
from connector.resourcespace.careful import Careful
from connector.resourcespace.matching import Host, resolve
from connector.resourcespace.parts import Part, Wanted
from connector.resourcespace.plan import severity
from connector.resourcespace.rows import FieldRef, FieldValue, NodeRef, Option
from connector.values import HostId, HostName, MarkSet, PhotoRef, Written
from tests.connector.resourcespace.staging import stage_on
from tests.contracts.resourcespace import CHANNELS, FIELDS, WORDS, ResourceSpaceStage
from tests.contracts.stages import JPEG
from tests.fakes.resourcespace.server import FakeHost
from tests.fakes.resourcespace.site import Site

EVERY = tuple(sorted(CHANNELS))
CLEARED = MarkSet(
    status="cleared", channels=EVERY, until=date(2027, 6, 30), link="https://consent.example.org/p"
)
PARTLY = replace(CLEARED, status="partly", channels=("website",), warning="Not for: press")
BLOCKED = MarkSet(status="blocked", note="Every use: refused.", warning="Do not publish")
STATUS, CHANNEL, END, NOTE, WARNING, LINK = 88, 89, 90, 91, 96, 97
NO = "✗ Not cleared"
YES = "✓ Cleared"

Trouble = Callable[[Site], object]


def dropped(field: int, name: str) -> Trouble:
    return lambda site: site.drop_option(field, name)


def gone(field: int) -> Trouble:
    return lambda site: site.drop_field(field)


def hidden(field: int) -> Trouble:
    return lambda site: site.give("svc", f"f-{field}")


def locked(field: int) -> Trouble:
    return lambda site: site.take("svc", f"F-{field}")


def retyped(field: int, kind: int) -> Trouble:
    return lambda site: site.retype(field, kind)


def of_photos_no_more(field: int) -> Trouble:
    def act(site: Site) -> None:
        site.fields[field].types = frozenset({2})

    return act


def doubled(field: int, name: str) -> Trouble:
    return lambda site: site.option(field, f"~en:{name}~nl:Nog een")


ESSENTIAL = [
    pytest.param(dropped(STATUS, NO), id="the no is gone"),
    pytest.param(dropped(STATUS, YES), id="the yes is gone"),
    pytest.param(dropped(CHANNEL, "Press"), id="a channel is gone"),
    pytest.param(doubled(STATUS, YES), id="the yes is there twice"),
    pytest.param(gone(WARNING), id="the warning is gone"),
    pytest.param(gone(END), id="the end is gone"),
    pytest.param(gone(CHANNEL), id="the channels are gone"),
    pytest.param(gone(STATUS), id="the status is gone"),
    pytest.param(hidden(STATUS), id="the status is hidden"),
    pytest.param(hidden(CHANNEL), id="the channels are hidden"),
    pytest.param(hidden(END), id="the end is hidden"),
    pytest.param(hidden(WARNING), id="the warning is hidden"),
    pytest.param(retyped(STATUS, 0), id="the status is a text now"),
    pytest.param(retyped(END, 0), id="the end is a text now"),
    pytest.param(of_photos_no_more(END), id="the end is of videos now"),
]
EXPLAINING = [
    pytest.param(gone(LINK), id="the link is gone"),
    pytest.param(hidden(NOTE), id="the note is hidden"),
    pytest.param(locked(LINK), id="the link is locked"),
]


@pytest.fixture
def ref(site: Site) -> int:
    return site.put(JPEG)


def write(stage: ResourceSpaceStage, ref: int, marks: MarkSet) -> Written:
    return stage.marks.write(PhotoRef(host=HostName("dam"), id=HostId(str(ref))), marks)


def says_yes(site: Site, ref: int) -> bool:
    shown = site.shown(ref)
    return "✓" in shown.get(STATUS, "") or "◐" in shown.get(STATUS, "") or CHANNEL in shown


@pytest.mark.parametrize("known", [True, False], ids=["known", "found out by writing"])
@pytest.mark.parametrize("trouble", ESSENTIAL)
def test_a_no_goes_through_whatever_is_in_the_way(
    site: Site, stage: ResourceSpaceStage, ref: int, trouble: Trouble, *, known: bool
) -> None:
    write(stage, ref, CLEARED)
    trouble(site)
    if known:
        stage.setup.causes()

    written = write(stage, ref, BLOCKED)

    assert not says_yes(site, ref)
    assert END not in site.shown(ref)
    assert (WARNING in site.shown(ref)) == (WARNING in site.fields)
    assert stage.setup.causes()
    assert written.causes or site.shown(ref)[STATUS] == NO


@pytest.mark.parametrize("known", [True, False], ids=["known", "found out by writing"])
@pytest.mark.parametrize("trouble", [*ESSENTIAL, pytest.param(locked(STATUS), id="locked")])
def test_nothing_becomes_milder_meanwhile(
    site: Site, stage: ResourceSpaceStage, ref: int, trouble: Trouble, *, known: bool
) -> None:
    write(stage, ref, BLOCKED)
    trouble(site)
    if known:
        stage.setup.causes()
    before = dict(site.shown(ref))

    write(stage, ref, CLEARED)

    if stage.setup.causes() and not site.shown(ref).get(STATUS, "").startswith("✓"):
        assert dict(site.shown(ref)) == before
    assert not says_yes(site, ref) or site.shown(ref)[STATUS] == YES


@pytest.mark.parametrize("trouble", EXPLAINING)
@pytest.mark.parametrize("way", [(CLEARED, BLOCKED), (BLOCKED, CLEARED)], ids=["no", "yes"])
def test_what_only_explains_never_holds_an_answer_up(
    site: Site,
    stage: ResourceSpaceStage,
    ref: int,
    trouble: Trouble,
    way: tuple[MarkSet, MarkSet],
) -> None:
    first, then = way
    write(stage, ref, first)
    trouble(site)

    written = write(stage, ref, then)

    assert site.shown(ref)[STATUS] == WORDS[then.status]
    assert not written.waits
    assert written.causes


def test_a_renamed_option_is_followed_by_its_number(
    site: Site, stage: ResourceSpaceStage, ref: int
) -> None:
    write(stage, ref, CLEARED)
    site.rename_option(STATUS, NO, "✗ Niet vrijgegeven")
    site.rename_option(CHANNEL, "Press", "Pers")

    no = write(stage, ref, BLOCKED)
    shown = dict(site.shown(ref))
    yes = write(stage, ref, CLEARED)

    assert (no.waits, no.causes, yes.waits, yes.causes) == (False, (), False, ())
    assert shown[STATUS] == "✗ Niet vrijgegeven"
    assert site.shown(ref)[STATUS] == YES
    assert "Pers" in site.shown(ref)[CHANNEL]


def test_a_new_name_that_is_that_of_another_option_is_not_followed(
    site: Site, stage: ResourceSpaceStage, ref: int
) -> None:
    write(stage, ref, CLEARED)
    site.drop_option(STATUS, YES)
    site.rename_option(STATUS, NO, YES)

    written = write(stage, ref, BLOCKED)

    assert written.waits
    assert STATUS not in site.shown(ref)


def test_a_channel_that_is_taken_away_goes_while_others_wait(
    site: Site, stage: ResourceSpaceStage, ref: int
) -> None:
    write(stage, ref, CLEARED)
    site.drop_option(STATUS, "◐ Cleared for some uses")

    written = write(stage, ref, PARTLY)

    assert written.waits
    assert STATUS not in site.shown(ref)
    assert site.shown(ref)[CHANNEL] == "Website"
    assert site.shown(ref)[WARNING] == "Not for: press"


def test_a_nearer_end_is_written_and_a_later_waits(
    site: Site, stage: ResourceSpaceStage, ref: int
) -> None:
    write(stage, ref, CLEARED)
    site.drop_option(STATUS, NO)
    stage.setup.causes()

    write(stage, ref, replace(CLEARED, until=date(2027, 1, 1)))
    nearer = site.shown(ref)[END]
    written = write(stage, ref, replace(CLEARED, until=date(2028, 1, 1)))

    assert nearer == "2027-01-01"
    assert site.shown(ref)[END] == nearer
    assert written.waits


@pytest.mark.parametrize("trouble", [*ESSENTIAL, *EXPLAINING[:2]])
def test_everything_is_taken_back_whatever_is_gone(
    site: Site, stage: ResourceSpaceStage, ref: int, trouble: Trouble
) -> None:
    write(stage, ref, PARTLY)
    trouble(site)
    written = stage.marks.clear(PhotoRef(host=HostName("dam"), id=HostId(str(ref))))

    assert written.changed
    assert site.shown(ref) == {}


@pytest.mark.parametrize("field", [CHANNEL, LINK])
@pytest.mark.parametrize("marks", [PARTLY, replace(BLOCKED, link="https://consent.example.org/p")])
def test_a_locked_field_keeps_no_other_from_being_emptied(
    site: Site, stage: ResourceSpaceStage, ref: int, field: int, marks: MarkSet
) -> None:
    write(stage, ref, marks)
    site.take("svc", f"F-{field}")
    if field == CHANNEL:
        site.edit(ref, CHANNEL, "Press")

    with pytest.raises(MarkRefused):
        stage.marks.clear(PhotoRef(host=HostName("dam"), id=HostId(str(ref))))

    assert site.shown(ref).keys() == {field}


def test_after_the_trouble_everything_is_written(
    site: Site, fake: FakeHost, stage: ResourceSpaceStage, ref: int
) -> None:
    write(stage, ref, CLEARED)
    site.drop_option(STATUS, NO)
    write(stage, ref, BLOCKED)
    site.option(STATUS, NO)

    found = stage.setup.causes()
    written = write(stage, ref, BLOCKED)

    assert (found, written.waits, written.causes) == ((), False, ())
    assert site.shown(ref)[STATUS] == NO
    assert stage_on(fake).setup.causes() == ()


# Properties, on values alone

_OPTIONS = {
    word: Option(ref=NodeRef(n), name=name, translated=name)
    for n, (word, name) in enumerate(WORDS.items(), start=300)
}
_TICKS = {
    word: Option(ref=NodeRef(n), name=name, translated=name)
    for n, (word, name) in enumerate(CHANNELS.items(), start=400)
}
_TYPES = {STATUS: 3, CHANNEL: 2, END: 10, NOTE: 1, WARNING: 13, LINK: 0}
_DAYS = st.none() | st.dates(date(2026, 1, 1), date(2030, 1, 1))
_CHANNELS = st.sets(st.sampled_from(EVERY)).map(lambda some: tuple(sorted(some)))


def field_value(ref: int, text: str = "", nodes: frozenset[NodeRef] = frozenset()) -> FieldValue:
    return FieldValue(
        ref=FieldRef(ref), name="", title="", type=_TYPES[ref], value=text, nodes=nodes
    )


@given(
    answer=st.tuples(st.sampled_from(list(WORDS)), _CHANNELS, _DAYS),
    there=st.tuples(st.sampled_from(["", *WORDS]), _CHANNELS, _DAYS),
    lost=st.sets(st.sampled_from([*WORDS, *CHANNELS]), min_size=1),
    without=st.sets(st.sampled_from(list(_TYPES))),
)
def test_no_part_ends_milder_than_what_is_shown_and_what_was_decided(
    answer: tuple[str, tuple[str, ...], date | None],
    there: tuple[str, tuple[str, ...], date | None],
    lost: set[str],
    without: set[int],
) -> None:
    (status, channels, end), (shown, ticked, was) = answer, there
    parts = {Part(name): FieldRef(ref) for name, ref in FIELDS.items() if ref in _TYPES}
    wanted = Wanted(fields=parts, status=WORDS, channels=CHANNELS)
    fields = {FieldRef(ref): field_value(ref) for ref in _TYPES if ref not in without}
    options = {
        Part.STATUS: tuple(one for word, one in _OPTIONS.items() if word not in lost),
        Part.CHANNELS: tuple(one for word, one in _TICKS.items() if word not in lost),
    }
    mapped = resolve(wanted, Host(fields=fields, options=options), {})
    held = {
        STATUS: (WORDS.get(shown, ""), frozenset({_OPTIONS[shown].ref} if shown else ())),
        CHANNEL: (" ".join(ticked), frozenset(_TICKS[one].ref for one in ticked)),
        END: (was.isoformat() if was else "", frozenset[NodeRef]()),
    }
    present = {ref: field_value(ref, *held.get(ref, ("", frozenset()))) for ref in fields}
    marks = MarkSet(status=status, channels=channels, until=end)

    wishes = Careful(marks=marks, present=present, mapped=mapped, nothing_ends_on=None).wishes()

    if (wish := wishes.get(Part.STATUS)) and wish.nodes:
        (node,) = wish.nodes
        word = next(word for word, one in _OPTIONS.items() if one.ref == node)
        assert word == status
        assert severity(word) >= severity(shown) or shown in lost
    if Part.CHANNELS in wishes:
        nodes = wishes[Part.CHANNELS].nodes
        assert nodes is not None
        assert nodes <= {_TICKS[one].ref for one in channels} & {_TICKS[one].ref for one in ticked}
    elif CHANNEL in fields:
        pytest.fail("ticks are always looked at")
    if (wish := wishes.get(Part.END)) and wish.text and was:
        assert wish.text < was.isoformat()
