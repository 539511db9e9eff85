"""Cards say what the decision says, face by face, without names unless the reader may see them."""

from datetime import UTC, date, datetime

from connector.values import ContentHash, HashKind, HostId, HostName, Mark, MediaKind, PhotoRef
from consent.decision import decide
from consent.decisions import PhotoFacts, Rules
from consent.findings import Area, Finding
from consent.ids import AssetId, Channel, FindingId, PersonId, QuitclaimId, SignerId
from consent.quitclaims import Quitclaim, Signer, Subject
from consent.states import ConsentState, FindingKind, Mode, NotAssessed, Status, Verdict
from likeness.i18n.words import Wording
from likeness.sheet.build import Reader, card_of
from likeness.sheet.view import SheetPhoto
from scheduler.jobs.explain_photo import Explained
from scheduler.values import Asset, Scan

NOW, TODAY = datetime(2026, 6, 1, 12, tzinfo=UTC), date(2026, 6, 1)
ANNA = PersonId("p-anna")
WEB, PRINT = Channel("web"), Channel("print")
LABELS = {"web": {"en": "Website", "nl": "Website"}, "print": {"en": "Print", "nl": "Drukwerk"}}
RULES = Rules(channels=(WEB, PRINT))


def consent(*channels: Channel, ends: date | None = None) -> Quitclaim:
    return Quitclaim(
        id=QuitclaimId("q1"),
        person=ANNA,
        state=ConsentState.GIVEN,
        channels=frozenset(channels),
        at=NOW,
        signer=Signer(id=SignerId(ANNA)),
        ends=ends,
    )


def found(
    kind: FindingKind, name: str = "f1", x: float = 0.1, person: PersonId | None = None
) -> Finding:
    return Finding(
        id=FindingId(name), kind=kind, area=Area(x=x, y=0.1, w=0.2, h=0.3), size=0.3, person=person
    )


def card(
    *findings: Finding,
    consents: tuple[Quitclaim, ...] = (),
    trouble: NotAssessed | None = None,
    names: bool = True,
    language: str = "en",
) -> SheetPhoto:
    photo = PhotoFacts(mode=Mode.GALLERY, assessed=trouble is None, not_assessed=trouble)
    subjects = (Subject(id=ANNA, quitclaims=consents),)
    decision = decide(photo, findings, subjects, RULES, NOW, TODAY)
    content = ContentHash(kind=HashKind.ORIGINAL, value="00")
    asset = Asset(
        id=AssetId("a1"),
        ref=PhotoRef(host=HostName("folder"), id=HostId("1")),
        place="summer/party é.jpg",
        media=MediaKind.PICTURE,
        version="1",
        content=content,
        scan=Scan(
            content=content,
            mode=Mode.GALLERY,
            pack="p",
            gallery_version=1,
            second_pass=True,
            width=300,
            height=200,
            at=NOW,
        ),
    )
    explained = Explained(asset=asset, mode=Mode.GALLERY, decision=decision, findings=findings)
    known = {ANNA: "Anna"} if names else {}
    return card_of(
        explained, Reader(wording=Wording(labels=LABELS), language=language, names=known)
    )


def test_a_card_says_where_the_photo_lies_and_how_large_it_is() -> None:
    made = card()

    assert (made.key, made.folder, made.title) == ("summer/party é.jpg", "summer", "party é.jpg")
    assert made.ratio == 1.5


def test_a_cleared_face_says_until_when_the_photo_is_good() -> None:
    made = card(
        found(FindingKind.MATCHED, person=ANNA),
        consents=(consent(WEB, PRINT, ends=date(2026, 6, 30)),),
    )

    assert made.status is Status.CLEARED
    assert made.until == date(2026, 6, 30)
    assert [(face.mark, face.label, face.note) for face in made.faces] == [
        (Mark.CLEARED, "Anna", "consent given")
    ]


def test_a_face_that_is_cleared_for_some_uses_says_for_which_and_why_not_for_others() -> None:
    made = card(found(FindingKind.MATCHED, person=ANNA), consents=(consent(WEB),))

    assert made.status is Status.PARTLY
    assert made.faces[0].note == "consent given: Website; consent for other uses only: Print"
    assert [(one.name, one.verdict) for one in made.channels] == [
        ("Website", Verdict.CLEARED),
        ("Print", Verdict.BLOCKED),
    ]


def test_an_unknown_face_stays_nameless_and_undecided() -> None:
    made = card(found(FindingKind.UNKNOWN))

    assert [(face.mark, face.label, face.note) for face in made.faces] == [
        (Mark.REVIEW, "", "unknown face")
    ]


def test_a_suggestion_carries_a_question_mark() -> None:
    made = card(found(FindingKind.SUGGESTED, person=ANNA), consents=(consent(WEB, PRINT),))

    assert made.faces[0].label == "Anna?"
    assert made.faces[0].mark is Mark.REVIEW


def test_a_reader_without_the_right_sees_no_name() -> None:
    made = card(
        found(FindingKind.MATCHED, person=ANNA), consents=(consent(WEB, PRINT),), names=False
    )

    assert "Anna" not in repr(made)


def test_what_is_not_a_face_gets_no_frame() -> None:
    assert card(found(FindingKind.NOT_A_FACE)).faces == ()


def test_a_photo_that_was_not_looked_at_says_why() -> None:
    made = card(trouble=NotAssessed.VIDEO)

    assert made.status is Status.NOT_ASSESSED
    assert "video" in made.note


def test_the_words_come_in_the_readers_language() -> None:
    made = card(found(FindingKind.MATCHED, person=ANNA), consents=(consent(WEB),), language="nl")

    assert "Drukwerk" in made.faces[0].note
    assert "consent" not in made.faces[0].note
