"""A host's own consent records: taken over once, compared ever after, and the stricter answer counts."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from connector.errors import HostRefused, HostUnavailable
from connector.values import HostId
from consent.host_differences import Difference
from consent.host_persons import Whose
from consent.host_records import Lack, mediums_for
from consent.host_words import Stance
from consent.ids import PersonId, QuitclaimId
from consent.persons import Person, Profile
from consent.quitclaims import ForPhotos, Quitclaim
from consent.states import NOES, AnswerKind, ConsentState, Ground
from likeness.storage.store import SqlStore
from scheduler.errors import ConsentMissing, NoSuchRow
from scheduler.jobs.answer_face import Said, answer_face
from scheduler.jobs.compare_consents import compare_consents, follow_consents
from scheduler.jobs.erase_person import erase_person
from scheduler.jobs.import_consents import Line, Report, Wishes, import_consents
from scheduler.jobs.save_quitclaim import withdraw_quitclaim
from scheduler.jobs.settle_consents import settle_consents
from scheduler.jobs.turn_day import turn_day
from tests.fakes.eyes import Painted
from tests.fakes.records import FakeRecords
from tests.scheduler.world import ME, PRINT, World

MEDIUMS = mediums_for({"website": ("Website",), "print": ("Print",)}, {})
BOTH = ("Print", "Websites")
D = Difference


class Scene(World):
    """A world whose host keeps consent records."""

    book: FakeRecords

    def keep_records(self) -> None:
        self.book = FakeRecords()
        self.host.consents = self.book

    def named(self, place: str, person: PersonId, face: int = 0) -> None:
        """Put a name to a face of a photo."""
        finding = self.findings(place)[face]
        answer_face(self.deps, finding.id, Said(kind=AnswerKind.NAMED, person=person), ME)
        self.work()

    def take_over(self, **wishes: object) -> Report:
        report = import_consents(
            self.deps,
            self.host.name,
            Wishes(mediums=MEDIUMS, **wishes),  # type: ignore[arg-type]
            ME,
        )
        self.work()
        return report

    def line(self, **wishes: object) -> Line:
        """Give what becomes of the first record."""
        return self.take_over(**wishes).lines[0]

    def compared(self) -> list[Difference]:
        found = compare_consents(self.deps, self.host.name)
        self.work()
        return [one.difference for one in found]

    def settle(self, number: str, stance: Stance) -> int:
        left = settle_consents(self.deps, self.host.name, [number], stance, ME)
        self.work()
        return left

    def quitclaims(self, person: PersonId | None) -> tuple[Quitclaim, ...]:
        assert person is not None
        with self.store.read() as tx:
            return tx.people.subjects([person])[0].quitclaims


@pytest.fixture
def scene(store: SqlStore) -> Scene:
    made = Scene(store)
    made.keep_records()
    made.photo("a.jpg", Painted(x=0.4))
    made.photo("b.jpg", Painted(x=0.4))
    made.run()
    return made


@pytest.fixture
def anna(scene: Scene) -> PersonId:
    """Anna is on a.jpg, the host's record 1 says print and website, and both agree."""
    scene.book.put(
        "Anna", scene.host.ref("a.jpg"), email="anna@example.org", mediums=BOTH, document=True
    )
    person = scene.line().person
    assert person is not None
    scene.named("a.jpg", person)
    assert scene.status("a.jpg") == "cleared"
    return person


def test_a_record_becomes_a_person_and_a_quitclaim_for_its_photos(scene: Scene) -> None:
    scene.book.put(
        "Anna",
        scene.host.ref("a.jpg"),
        email="anna@example.org",
        mediums=("Print",),
        given_on=date(2025, 5, 1),
        ends=date(2027, 6, 30),
        document=True,
    )

    line = scene.line()

    (made,) = scene.quitclaims(line.person)
    assert line.lacks == ()
    assert made.channels == {PRINT}
    assert made.scope == ForPhotos(assets=frozenset({scene.asset("a.jpg").id}))
    assert (made.begins, made.ends) == (date(2025, 5, 1), date(2027, 6, 30))
    assert (made.state, made.ground) == (ConsentState.GIVEN, Ground.CONSENT)
    assert made.at == datetime(2025, 5, 1, tzinfo=UTC)


def test_a_dry_run_changes_nothing(scene: Scene) -> None:
    scene.book.put("Anna", scene.host.ref("a.jpg"), mediums=("TV",))

    line = scene.line(dry=True)

    assert line.whose is Whose.NEW
    assert line.unknown == ("TV",)
    assert {Lack.CONTACT, Lack.DATE, Lack.DOCUMENT, Lack.END, Lack.MEDIUM} == set(line.lacks)
    with scene.store.read() as tx:
        assert tx.people.ids() == ()
    assert scene.compared() == []


def test_importing_again_makes_nothing_twice(scene: Scene, anna: PersonId) -> None:
    line = scene.line()

    assert (line.whose, line.person) == (None, anna)
    assert len(scene.quitclaims(anna)) == 1
    with scene.store.read() as tx:
        assert tx.people.ids() == (anna,)


def test_a_photo_that_is_taken_in_later_is_added(scene: Scene) -> None:
    later = HostId("photo-3")
    number = scene.book.put("Anna", mediums=BOTH)
    scene.book.link(number, later)
    first = scene.line()
    scene.photo("c.jpg", Painted(x=0.4))
    scene.run()

    again = scene.line()

    assert (first.known, again.known) == (0, 1)
    (made,) = scene.quitclaims(again.person)
    assert made.scope == ForPhotos(assets=frozenset({scene.asset("c.jpg").id}))


def test_a_person_with_that_name_and_address_is_the_same(scene: Scene) -> None:
    person = PersonId("p-anna")
    with scene.store.begin() as tx:
        profile = Profile(name="Anna  Ääkkönen", email="Anna@Example.org")
        tx.people.add(Person(id=person, profile=profile))
    scene.book.put("anna aakkonen", email="anna@example.org", mediums=BOTH)

    line = scene.line()

    assert (line.whose, line.person) == (Whose.KNOWN, person)


def test_a_namesake_without_an_address_is_for_a_human_to_say(scene: Scene) -> None:
    anna = scene.person("Anna")
    scene.book.put("Anna", scene.host.ref("a.jpg"), mediums=BOTH)

    unsure = scene.line()
    said = scene.line(whom={"1": anna})

    assert (unsure.whose, unsure.person, unsure.candidates) == (Whose.SAME_NAME, None, (anna,))
    assert (said.whose, said.person) == (Whose.KNOWN, anna)


def test_a_person_who_is_not_there_is_refused_before_anything_changes(scene: Scene) -> None:
    scene.book.put("Anna", mediums=BOTH)

    with pytest.raises(NoSuchRow):
        scene.take_over(whom={"1": PersonId("nobody")})
    with pytest.raises(NoSuchRow):
        scene.take_over(whom={"7": None})

    with scene.store.read() as tx:
        assert tx.people.ids() == ()


def test_a_no_that_was_said_to_us_outweighs_an_imported_yes(scene: Scene) -> None:
    anna = scene.person("Anna")
    scene.grant(anna, state=ConsentState.REFUSED)
    scene.book.put("Anna", scene.host.ref("a.jpg"), mediums=BOTH)
    scene.take_over(whom={"1": anna})

    scene.named("a.jpg", anna)

    assert scene.status("a.jpg") == "blocked"


@pytest.mark.parametrize(
    ("values", "status"),
    [
        pytest.param({"mediums": BOTH}, "cleared", id="everything is said"),
        pytest.param({"mediums": BOTH, "over": True}, "blocked", id="an end that is no day"),
        pytest.param({"mediums": BOTH, "ends": date(2026, 3, 2)}, "cleared", id="its last day"),
        pytest.param({"mediums": BOTH, "ends": date(2026, 3, 1)}, "blocked", id="it has ended"),
        pytest.param({"mediums": ("Print",)}, "partly", id="print only"),
        pytest.param({}, "review", id="no usage"),
        pytest.param({"mediums": ("TV",)}, "review", id="a medium nobody mapped"),
        pytest.param(
            {"mediums": BOTH, "born": date(2015, 1, 1)}, "review", id="minor, no guardian"
        ),
        pytest.param(
            {"mediums": BOTH, "born": date(2015, 1, 1), "guardian": "Ma"}, "cleared", id="guardian"
        ),
        pytest.param({"mediums": BOTH, "guardian": "Ma"}, "review", id="guardian, no birth date"),
        pytest.param(
            {
                "mediums": BOTH,
                "born": date(2008, 3, 1),
                "guardian": "Ma",
                "given_on": date(2020, 1, 1),
            },
            "blocked",
            id="guardian of somebody who is of age now",
        ),
        pytest.param({"mediums": BOTH, "given_on": date(2026, 5, 1)}, "review", id="not begun"),
    ],
)
def test_a_record_counts_as_far_as_it_goes(
    scene: Scene, values: dict[str, object], status: str
) -> None:
    scene.book.put("Anna", scene.host.ref("a.jpg"), **values)
    person = scene.line().person
    assert person is not None

    scene.named("a.jpg", person)

    assert scene.status("a.jpg") == status


def test_a_record_nobody_could_match_keeps_the_photo_from_being_cleared(
    scene: Scene, anna: PersonId
) -> None:
    scene.person("Bo")
    scene.book.put("Bo", scene.host.ref("a.jpg"), mediums=BOTH)

    report = scene.take_over()

    assert scene.status("a.jpg") == "review"
    assert [(one.record, one.difference) for one in report.disagreements] == [
        ("2", D.NOT_IMPORTED),
    ]
    assert anna not in {one.person for one in report.disagreements}


@pytest.mark.usefixtures("anna")
def test_what_agrees_is_no_disagreement(scene: Scene) -> None:
    assert scene.compared() == []


@pytest.mark.usefixtures("anna")
def test_somebody_the_host_names_and_nobody_found_counts(scene: Scene) -> None:
    scene.book.put("Bo", scene.host.ref("a.jpg"), mediums=("Print",))

    scene.take_over()

    assert scene.status("a.jpg") == "partly"
    assert D.NOT_FOUND in scene.compared()


def test_somebody_the_host_names_counts_although_everybody_seen_was_attested(
    scene: Scene,
) -> None:
    scene.photo("empty.jpg")
    scene.run()
    assert scene.status("empty.jpg") == "no-people"
    scene.book.put("Bo", scene.host.ref("empty.jpg"), mediums=("Print",))

    scene.take_over()

    assert scene.status("empty.jpg") == "partly"


CHANGES = [
    pytest.param({"mediums": ("Print",)}, "partly", {D.EDITED, D.STRICTER_THERE}, id="narrower"),
    pytest.param({"over": True}, "blocked", {D.EDITED, D.STRICTER_THERE}, id="end is no day"),
    pytest.param(
        {"ends": date(2026, 3, 1)}, "blocked", {D.EDITED, D.STRICTER_THERE}, id="ended yesterday"
    ),
    pytest.param({"ends": date(2030, 1, 1)}, "cleared", {D.EDITED}, id="ends later"),
    pytest.param({"mediums": ()}, "review", {D.EDITED, D.STRICTER_THERE}, id="usage taken away"),
    pytest.param({"photos": frozenset()}, "review", {D.UNLINKED, D.STRICTER_THERE}, id="unlinked"),
    pytest.param(
        {"name": "Zoe"}, "review", {D.OTHER_PERSON, D.STRICTER_THERE}, id="another person"
    ),
]


@pytest.mark.parametrize(("values", "status", "differences"), CHANGES)
def test_a_change_there_is_reported_and_makes_it_stricter_but_is_not_taken_over(
    scene: Scene,
    anna: PersonId,
    values: dict[str, object],
    status: str,
    differences: set[Difference],
) -> None:
    before = scene.quitclaims(anna)
    scene.book.change("1", **values)

    found = scene.compared()

    assert set(found) == differences
    assert scene.status("a.jpg") == status
    assert scene.quitclaims(anna) == before


@pytest.mark.parametrize("values", [pytest.param(one.values[0], id=one.id) for one in CHANGES])
@pytest.mark.usefixtures("anna")
def test_settled_for_ours_it_is_as_it_was(scene: Scene, values: dict[str, object]) -> None:
    scene.book.change("1", **values)
    scene.compared()

    left = scene.settle("1", Stance.OURS)

    assert (left, scene.status("a.jpg")) == (0, "cleared")


@pytest.mark.parametrize(
    ("values", "status"),
    [
        pytest.param({"mediums": ("Print",)}, "partly", id="narrower"),
        pytest.param({"over": True}, "blocked", id="end is no day"),
        pytest.param({"photos": frozenset()}, "review", id="unlinked"),
        pytest.param({"name": "Zoe"}, "blocked", id="another person"),
    ],
)
def test_settled_for_theirs_our_quitclaim_says_the_same(
    scene: Scene, anna: PersonId, values: dict[str, object], status: str
) -> None:
    scene.book.change("1", **values)
    scene.compared()
    before = scene.quitclaims(anna)

    scene.settle("1", Stance.THEIRS)

    assert scene.status("a.jpg") == status
    assert scene.quitclaims(anna) != before


def test_a_record_that_was_deleted_there_leaves_a_gap(scene: Scene, anna: PersonId) -> None:
    del scene.book.kept["1"]

    assert set(scene.compared()) == {D.DELETED, D.STRICTER_THERE}
    assert scene.status("a.jpg") == "review"
    assert scene.settle("1", Stance.THEIRS) == 0
    assert scene.status("a.jpg") == "blocked"
    assert scene.quitclaims(anna)[0].state is ConsentState.REVOKED


def test_a_new_link_there_gives_no_consent_here(scene: Scene, anna: PersonId) -> None:
    scene.book.link("1", scene.host.ref("a.jpg"), scene.host.ref("b.jpg"))

    found = scene.compared()
    scene.named("b.jpg", anna)
    scene.take_over()

    assert set(found) == {D.LINKED, D.NOT_FOUND, D.MILDER_THERE}
    assert scene.status("b.jpg") == "review"
    scene.settle("1", Stance.THEIRS)
    assert scene.status("b.jpg") == "cleared"


@pytest.mark.usefixtures("anna")
def test_a_change_after_settling_is_open_again(scene: Scene) -> None:
    scene.book.change("1", mediums=("Print",))
    scene.settle("1", Stance.OURS)
    assert scene.compared() == []

    scene.book.change("1", mediums=())

    assert set(scene.compared()) == {D.EDITED, D.STRICTER_THERE}
    assert scene.status("a.jpg") == "review"


@pytest.mark.usefixtures("anna")
@pytest.mark.parametrize("stance", [Stance.OURS, Stance.THEIRS])
def test_a_record_that_goes_after_it_was_settled_is_open_again(
    scene: Scene, stance: Stance
) -> None:
    scene.book.change("1", ends=date(2030, 1, 1))
    scene.settle("1", stance)
    assert (scene.compared(), scene.status("a.jpg")) == ([], "cleared")

    del scene.book.kept["1"]

    assert set(scene.compared()) == {D.DELETED, D.STRICTER_THERE}
    assert scene.status("a.jpg") == "review"
    assert scene.settle("1", Stance.OURS) == 0
    assert scene.status("a.jpg") == "cleared"


@pytest.mark.usefixtures("anna")
def test_an_earlier_end_there_counts_from_the_day_after(scene: Scene) -> None:
    scene.book.change("1", ends=date(2026, 3, 3))
    scene.compared()
    shown = scene.shown("a.jpg")

    scene.clock.forward(days=1)
    turn_day(scene.deps)
    scene.work()
    last_day = scene.status("a.jpg")
    scene.clock.forward(days=1)
    turn_day(scene.deps)
    scene.work()

    assert shown
    assert shown.until == date(2026, 3, 3)
    assert (last_day, scene.status("a.jpg")) == ("cleared", "blocked")


def test_two_records_of_one_person_are_read_together(scene: Scene, anna: PersonId) -> None:
    scene.book.change("1", mediums=("Print",))
    scene.compared()
    assert scene.status("a.jpg") == "partly"
    scene.book.put("Anna", scene.host.ref("a.jpg"), email="anna@example.org", mediums=("Website",))

    line = scene.take_over().lines[1]

    assert line.person == anna
    assert scene.status("a.jpg") == "cleared"


def test_a_general_consent_of_ours_does_not_outweigh_the_hosts_no(
    scene: Scene, anna: PersonId
) -> None:
    scene.grant(anna)
    scene.book.change("1", over=True)

    found = scene.compared()

    assert D.STRICTER_THERE in found
    assert scene.status("a.jpg") == "blocked"


def test_a_channel_the_host_has_no_word_for_is_ours_alone(scene: Scene, anna: PersonId) -> None:
    scene.grant(anna)
    only_print = mediums_for({"print": ()}, {})
    scene.book.change("1", mediums=("Print",))
    import_consents(scene.deps, scene.host.name, Wishes(mediums=only_print), ME)
    scene.work()

    assert scene.status("a.jpg") == "cleared"


@pytest.mark.usefixtures("anna")
def test_while_the_host_is_down_what_was_known_goes_on_to_count(scene: Scene) -> None:
    scene.book.change("1", over=True)
    scene.compared()
    scene.book.change("1", over=False)
    scene.book.trouble = HostUnavailable("down")

    with pytest.raises(HostUnavailable):
        scene.compared()

    scene.work()
    assert scene.status("a.jpg") == "blocked"


def test_erasing_somebody_only_the_host_names_never_clears_the_photo(
    scene: Scene, anna: PersonId
) -> None:
    number = scene.book.put("Bo", scene.host.ref("a.jpg"), email="bo@x.org", mediums=BOTH)
    bo = scene.take_over().lines[1].person
    assert bo is not None

    erase_person(scene.deps, bo, ME)
    scene.work()
    blocked = scene.status("a.jpg")
    report = scene.take_over()

    assert (blocked, scene.status("a.jpg")) == ("blocked", "blocked")
    assert report.lines[1].erased
    assert (number, D.ERASED_HERE) in {(d.record, d.difference) for d in report.disagreements}
    with scene.store.read() as tx:
        assert tx.people.ids() == (anna,)


def test_no_word_about_a_record_lifts_what_an_erasure_left(scene: Scene, anna: PersonId) -> None:
    number = scene.book.put("Bo", scene.host.ref("a.jpg"), email="bo@x.org", mediums=BOTH)
    bo = scene.take_over().lines[1].person
    assert bo not in {None, anna}
    erase_person(scene.deps, bo, ME)
    scene.work()

    left = scene.settle(number, Stance.OURS)
    settled = scene.status("a.jpg")
    del scene.book.kept[number]
    scene.compared()

    assert left == 0
    assert (settled, scene.status("a.jpg")) == ("blocked", "blocked")


@pytest.mark.usefixtures("anna")
def test_withdrawing_reaches_photos_only_the_host_names_somebody_on(scene: Scene) -> None:
    scene.book.put("Bo", scene.host.ref("a.jpg"), email="bo@x.org", mediums=BOTH)
    bo = scene.take_over().lines[1].person
    assert bo is not None
    assert scene.status("a.jpg") == "cleared"

    scene.grant(bo, state=ConsentState.WITHDRAWN)
    scene.work()

    assert scene.status("a.jpg") == "blocked"


@pytest.mark.usefixtures("anna")
def test_a_record_of_nobody_known_can_be_left_out(scene: Scene) -> None:
    scene.person("Bo")
    number = scene.book.put("Bo", scene.host.ref("a.jpg"), mediums=BOTH)
    scene.take_over()

    with pytest.raises(ConsentMissing):
        scene.settle(number, Stance.THEIRS)
    left = scene.settle(number, Stance.OURS)

    assert (left, scene.status("a.jpg")) == (0, "cleared")
    assert scene.take_over().lines[1].whose is Whose.LEFT_OUT
    assert scene.status("a.jpg") == "cleared"


@pytest.mark.usefixtures("anna")
def test_the_service_compares_once_an_hour(scene: Scene) -> None:
    first = follow_consents(scene.deps, scene.host.name)
    scene.book.change("1", over=True)
    at_once = follow_consents(scene.deps, scene.host.name)
    scene.clock.forward(hours=1)

    later = follow_consents(scene.deps, scene.host.name)

    assert (first, at_once) == (0, 0)
    assert later > 0


def test_what_a_record_said_is_kept_sealed_and_goes_with_the_person(
    scene: Scene, anna: PersonId
) -> None:
    (quitclaim,) = scene.quitclaims(anna)
    with scene.store.read() as tx:
        kept = tx.people.evidence(anna, quitclaim.id)
        nothing = tx.people.evidence(anna, QuitclaimId("other"))

    assert kept is not None
    assert b"anna@example.org" in kept
    assert nothing is None


def test_a_report_names_nobody(scene: Scene) -> None:
    scene.book.put("Wilhelmina Canary", scene.host.ref("a.jpg"), email="w@canary.example")

    report = scene.take_over()

    assert "anary" not in repr(report)


def test_two_persons_with_the_same_name_and_address_are_for_a_human_to_tell_apart(
    scene: Scene,
) -> None:
    twins = (PersonId("p-1"), PersonId("p-2"))
    with scene.store.begin() as tx:
        for twin in twins:
            tx.people.add(Person(id=twin, profile=Profile(name="Anna", email="a@x.org")))
    scene.book.put("Anna", email="a@x.org")
    scene.book.put("")

    same, nameless = scene.take_over().lines

    assert (same.whose, same.person, same.candidates) == (Whose.SAME_ADDRESS, None, twins)
    assert (nameless.whose, nameless.imported) == (Whose.NO_NAME, False)


def test_nothing_can_be_settled_before_it_was_imported_or_that_is_not_there(scene: Scene) -> None:
    with pytest.raises(NoSuchRow):
        scene.settle("1", Stance.OURS)
    scene.take_over()
    with pytest.raises(NoSuchRow):
        scene.settle("7", Stance.OURS)


def test_a_host_that_keeps_no_records_is_said_to(scene: Scene) -> None:
    scene.host.consents = None

    with pytest.raises(HostRefused):
        scene.take_over()


def test_what_a_person_withdrew_stays_withdrawn_when_the_host_deletes_the_record(
    scene: Scene, anna: PersonId
) -> None:
    (quitclaim,) = scene.quitclaims(anna)
    withdraw_quitclaim(scene.deps, quitclaim.id, ME)
    del scene.book.kept["1"]

    scene.settle("1", Stance.THEIRS)

    states = {quitclaim.state for quitclaim in scene.quitclaims(anna)}
    assert ConsentState.WITHDRAWN in states
    assert states <= NOES


def test_photos_taken_in_later_are_not_added_where_ours_was_said_to_count(
    scene: Scene, anna: PersonId
) -> None:
    scene.book.link("1", scene.host.ref("a.jpg"), scene.host.ref("b.jpg"))
    scene.compared()
    scene.settle("1", Stance.OURS)
    before = scene.quitclaims(anna)

    scene.take_over()

    assert scene.quitclaims(anna) == before


def test_two_imports_at_once_make_one_person(scene: Scene) -> None:
    scene.book.put("Anna", scene.host.ref("a.jpg"), mediums=BOTH)

    made: list[str] = []

    def new_id() -> str:
        """Import once more between planning and keeping."""
        if not made:
            made.append("once")
            import_consents(scene.deps, scene.host.name, Wishes(mediums=MEDIUMS), ME)
        return str(uuid4())

    slow = replace(scene.deps, new_id=new_id)
    import_consents(slow, scene.host.name, Wishes(mediums=MEDIUMS), ME)

    with scene.store.read() as tx:
        assert len(tx.people.ids()) == 1
