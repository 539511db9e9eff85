"""Forms on paper: the scan is the evidence, once; no-photo lists of what they say."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from consent.errors import NotAllowed
from consent.families import Guardian
from consent.groups import Group
from consent.ids import GroupId, PersonId, SessionId, SignerId
from consent.notices import Audience
from consent.sessions import Session
from consent.states import ConsentState
from likeness.evidence.package import from_bytes
from likeness.evidence.taking import take, verify_here
from likeness.evidence.verify import Flaw, verify
from likeness.exporting.person import Cover, person_zip
from likeness.i18n.words import Wording
from likeness.printing import Printing, group_list, session_list
from scheduler.errors import NoticeMissing
from scheduler.jobs.save_session import save_session
from scheduler.jobs.sign_paper import Paper, sign_paper
from tests.likeness.evidence.signatures import NOTICE
from tests.scheduler.world import ME, WEB, World

SCAN = b"%PDF-1.4 a scan"
TEXTS = [replace(NOTICE, version=0, audience=audience) for audience in Audience]
ASKED = Printing(by=ME, language="nl", controller="Example School")
COVER = Cover(controller="Example School", day=date(2026, 3, 2), language="en")


@pytest.fixture
def anna(world: World) -> PersonId:
    with world.store.begin() as tx:
        tx.notices.publish(TEXTS, world.clock.now())
    return world.person("Anna Canary")


def form(person: PersonId, **changes: Any) -> Paper:  # noqa: ANN401
    return replace(
        Paper(
            person=person,
            notice=NOTICE.id,
            version=0,
            language="en",
            granted=frozenset({WEB}),
            recognition=True,
            signed_on=date(2026, 2, 20),
            scan=SCAN,
        ),
        **changes,
    )


def test_a_scan_is_sealed_and_proves_what_was_ticked(world: World, anna: PersonId) -> None:
    sign_paper(world.deps, form(anna), ME)

    with world.store.read() as tx:
        (kept,) = tx.evidence.of_person(anna)
        package = from_bytes(tx.evidence.open(anna, kept.signature))
        (subject,) = tx.people.subjects([anna])
        (taken,) = take(tx, anna)
    assert package.scan == SCAN
    assert package.record["signature"]["means"] == "paper"
    (given,) = [one for one in subject.quitclaims if one.state is ConsentState.GIVEN]
    assert given.channels == {WEB}
    assert (given.begins, given.ends) == (date(2026, 2, 20), date(2031, 2, 19))
    assert verify(taken.proof).holds


def test_the_same_scan_counts_once(world: World, anna: PersonId) -> None:
    first = sign_paper(world.deps, form(anna), ME)
    again = sign_paper(world.deps, form(anna), ME)

    assert (first.already, again.already) == (False, True)
    with world.store.read() as tx:
        assert len(tx.evidence.of_person(anna)) == 1


def test_a_form_without_a_tick_is_a_no(world: World, anna: PersonId) -> None:
    sign_paper(world.deps, form(anna, granted=frozenset(), recognition=False), ME)

    with world.store.read() as tx:
        (subject,) = tx.people.subjects([anna])
    assert subject.quitclaims[0].state is ConsentState.REFUSED


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        pytest.param({"scan": b"GIF89a"}, NotAllowed, id="no scan"),
        pytest.param({"scan": b"%PDF-" + b"x" * 20_000_000}, NotAllowed, id="too large"),
        pytest.param({"signed_on": date(2027, 1, 1)}, NotAllowed, id="signed tomorrow"),
        pytest.param({"granted": frozenset({"billboard"})}, NotAllowed, id="not asked"),
        pytest.param({"guardian": 1}, NotAllowed, id="no such guardian"),
        pytest.param({"language": "fy"}, NoticeMissing, id="no such text"),
    ],
)
def test_what_cannot_be_taken_in_changes_nothing(
    world: World, anna: PersonId, changes: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        sign_paper(world.deps, form(anna, **changes), ME)

    with world.store.read() as tx:
        assert tx.evidence.all() == ()


def test_evidence_is_known_to_the_database_it_comes_from_only(world: World, anna: PersonId) -> None:
    sign_paper(world.deps, form(anna), ME)
    with world.store.read() as tx:
        (taken,) = take(tx, anna, chain=True)
        here = verify_here(tx, taken.proof)
        bare = verify_here(tx, taken.printed)
        other = verify_here(tx, taken.printed + b" ")

    assert (here.holds, bare.holds) == (True, True)
    assert other.flaws == (Flaw.ELSEWHERE,)


def test_a_receipt_has_the_entry_that_proves_it(world: World, anna: PersonId) -> None:
    sign_paper(world.deps, form(anna), ME)
    with world.store.read() as tx:
        (taken,) = take(tx, anna)

    noted = json.loads(taken.receipt)["receipt_id"]

    entry = verify(taken.proof).entry
    assert entry is not None
    assert noted == f"{entry.seq}:{entry.hash}"


def test_a_guardian_does_not_get_what_the_other_signed(world: World) -> None:
    with world.store.begin() as tx:
        tx.notices.publish(TEXTS, world.clock.now())
    kid = world.person("Kid Canary", minor_until=date(2030, 1, 1))
    with world.store.begin() as tx:
        for name in ("One", "Two"):
            tx.guardians.save(kid, Guardian(signer=SignerId(name), name=name, email=f"{name}@x.nl"))
    sign_paper(world.deps, form(kid, guardian=1), ME)

    with world.store.read() as tx:
        own = person_zip(tx, kid, COVER, signer=SignerId("One"))
        other = person_zip(tx, kid, COVER, signer=SignerId("Two"))

    assert b".pdf" in own
    assert b".pdf" not in other


def test_who_is_silent_is_on_the_list_and_that_is_logged(world: World, anna: PersonId) -> None:
    bea = world.person("Bea")
    world.grant(bea)
    partly = world.person("Cas")
    world.grant(partly, [WEB])
    everybody = frozenset({anna, bea, partly})
    session = Session(id=SessionId("party"), name="Party", roster=everybody)
    save_session(world.deps, session, ME, "session-added")
    words = Wording(labels={"website": {"en": "Website", "nl": "Website"}})

    listed = session_list(world.deps, words, session, ASKED)
    group = group_list(
        world.deps, words, Group(id=GroupId("3b"), name="3b", members=everybody), ASKED
    )

    assert [
        (line.name, line.allowed) for line in sorted(listed.lines, key=lambda one: one.name)
    ] == [
        ("Anna Canary", ()),
        ("Cas", ("Website",)),
    ]
    assert (listed.of, len(group.lines)) == (3, 2)
    with world.store.read() as tx:
        assert any("no-photo-list-printed" in entry.text for entry in tx.records.segment(1, 99))
