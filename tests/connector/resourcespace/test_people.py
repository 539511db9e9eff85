"""Names in a field that editors fill, too."""

import pytest

from connector.causes import Kind
from connector.errors import MarkRefused
from connector.resourcespace.people import added_by
from connector.resourcespace.rows import FieldRef, HistoryRow
from connector.values import HostId, HostName, MarkSet, PhotoRef
from tests.connector.resourcespace.staging import stage_on
from tests.contracts.resourcespace import ResourceSpaceStage
from tests.contracts.stages import JPEG
from tests.fakes.resourcespace.server import FakeHost
from tests.fakes.resourcespace.site import Site

PERSON = 29


@pytest.fixture
def stage(fake: FakeHost) -> ResourceSpaceStage:
    return stage_on(fake, names=True)


@pytest.fixture
def ref(site: Site) -> int:
    return site.put(JPEG)


def at(ref: int) -> PhotoRef:
    return PhotoRef(host=HostName("dam"), id=HostId(str(ref)))


def write(stage: ResourceSpaceStage, ref: int, *names: str) -> None:
    stage.marks.write(at(ref), MarkSet(status="cleared", channels=("press",), names=names))


def test_names_are_written_where_the_admin_wants_them(
    site: Site, stage: ResourceSpaceStage, ref: int
) -> None:
    write(stage, ref, "Anna Jansen", "Smith, John")

    assert site.shown(ref)[PERSON] == "Anna Jansen, Smith, John"
    assert [node.name for node in site.fields[PERSON].nodes.values()] == [
        "Anna Jansen",
        "Smith, John",
    ]


def test_names_are_taken_back_when_nobody_wants_them_any_more(
    site: Site, fake: FakeHost, stage: ResourceSpaceStage, ref: int
) -> None:
    site.option(29, "Theirs")
    site.edit(ref, 29, "Theirs")
    write(stage, ref, "Jan Jansen")
    fewer = stage_on(fake)

    write(fewer, ref)
    again = fewer.marks.write(at(ref), MarkSet(status="cleared", channels=("press",)))

    assert site.shown(ref)[29] == "Theirs"
    assert not again.changed


def test_a_field_of_names_nobody_wants_is_no_trouble(site: Site, fake: FakeHost, ref: int) -> None:
    site.give("svc", "f-29")
    site.take("svc", "F-29")
    stage = stage_on(fake)

    write(stage, ref)

    assert site.shown(ref)[88] == "✓ Cleared"
    assert all(line.ok for line in stage.setup.examine())


def test_no_names_are_written_where_nobody_asked(site: Site, fake: FakeHost, ref: int) -> None:
    write(stage_on(fake), ref, "Anna Jansen")

    assert PERSON not in site.shown(ref)


def test_a_name_that_is_no_longer_ours_to_say_is_taken_off(
    site: Site, stage: ResourceSpaceStage, ref: int
) -> None:
    write(stage, ref, "Anna Jansen", "Piet")

    write(stage, ref, "Piet")

    assert site.shown(ref)[PERSON] == "Piet"


def test_what_editors_wrote_stays(site: Site, stage: ResourceSpaceStage, ref: int) -> None:
    site.option(PERSON, "The mayor")
    site.edit(ref, PERSON, "The mayor")
    write(stage, ref, "Anna Jansen")
    write(stage, ref)

    assert site.shown(ref)[PERSON] == "The mayor"


def test_a_name_that_an_editor_added_again_is_theirs(
    site: Site, stage: ResourceSpaceStage, ref: int
) -> None:
    write(stage, ref, "Anna Jansen")
    site.edit(ref, PERSON, "Anna Jansen")

    write(stage, ref)

    assert site.shown(ref)[PERSON] == "Anna Jansen"


def test_another_process_knows_which_names_are_ours(
    site: Site, fake: FakeHost, stage: ResourceSpaceStage, ref: int
) -> None:
    write(stage, ref, "Anna Jansen")

    stage_on(fake, names=True).marks.clear(at(ref))

    assert site.shown(ref) == {}


def test_the_same_names_are_not_written_again(
    site: Site, stage: ResourceSpaceStage, ref: int
) -> None:
    write(stage, ref, "Anna Jansen")
    lines = len(site.lines)

    write(stage, ref, "anna jansen")

    assert len(site.lines) == lines


def test_a_name_is_made_once_however_it_is_composed(
    site: Site, stage: ResourceSpaceStage, ref: int
) -> None:
    write(stage, ref, "Ren\u00e9e")
    write(stage, site.put(JPEG), "Rene\u0301e")

    assert len(site.fields[PERSON].nodes) == 1


def test_names_that_may_not_be_made_are_not_forced(
    site: Site, stage: ResourceSpaceStage, ref: int
) -> None:
    site.give("svc", f"bdk{PERSON}")

    with pytest.raises(MarkRefused):
        write(stage, ref, "Anna Jansen")
    assert site.shown(ref)[88] == "✓ Cleared"


def test_a_name_an_old_database_cannot_hold_keeps_no_answer_back(
    site: Site, stage: ResourceSpaceStage, ref: int
) -> None:
    site.narrow = True

    with pytest.raises(MarkRefused):
        write(stage, ref, "\N{CJK UNIFIED IDEOGRAPH-20BB7}野家")
    assert site.shown(ref)[88] == "✓ Cleared"


def test_names_we_may_not_read_are_not_thrown_away(
    site: Site, stage: ResourceSpaceStage, ref: int
) -> None:
    site.items[ref].nodes[PERSON] = [site.option(PERSON, "The mayor")]
    write(stage, ref, "Anna Jansen")
    site.give("svc", f"f-{PERSON}")

    written = stage.marks.write(at(ref), MarkSet(status="blocked", names=("Piet",)))

    assert [one.kind for one in written.causes] == [Kind.FIELD_HIDDEN]
    assert not written.waits
    assert site.shown(ref)[PERSON] == "The mayor, Anna Jansen"
    assert site.shown(ref)[88] == "✗ Not cleared"


def test_names_nobody_can_look_up_are_left_alone(
    site: Site, stage: ResourceSpaceStage, ref: int
) -> None:
    node = site.option(PERSON, "The mayor")
    site.items[ref].nodes[PERSON] = [node]
    hidden = site.fields[PERSON].nodes
    write(stage, ref, "Anna Jansen")
    site.items[ref].nodes[PERSON] = [node, 999]
    hidden[999] = hidden[node]

    with pytest.raises(MarkRefused):
        write(stage, ref)


def history(*rows: tuple[str, str]) -> list[HistoryRow]:
    return [HistoryRow(user=user, about=PERSON, diff=diff) for user, diff in rows]


@pytest.mark.parametrize(
    ("rows", "ours"),
    [
        pytest.param([("svc", "+ Anna\n+ Piet")], {"anna", "piet"}, id="we added both"),
        pytest.param([("SVC", "+ Anna"), ("svc", "- Anna")], set(), id="we took it off"),
        pytest.param([("svc", "+ Anna"), ("editor", "- Anna")], set(), id="they took it off"),
        pytest.param(
            [("svc", "+ Anna"), ("editor", "- Anna"), ("editor", "+ Anna")], set(), id="theirs now"
        ),
        pytest.param([("editor", "+ Anna")], set(), id="theirs"),
        pytest.param([("svc", "- Anna\n+ Piet\n")], {"piet"}, id="one for the other"),
        pytest.param([("svc", "? nonsense")], set(), id="nonsense"),
    ],
)
def test_the_log_says_which_names_are_ours(rows: list[tuple[str, str]], ours: set[str]) -> None:
    assert added_by("svc", history(*rows), FieldRef(PERSON)) == ours


def test_other_fields_are_no_names() -> None:
    rows = [HistoryRow(user="svc", about=8, diff="+ Anna")]

    assert added_by("svc", rows, FieldRef(PERSON)) == set()
