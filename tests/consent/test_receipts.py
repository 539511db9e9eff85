"""A receipt states one signature: its uses, its no's, its end."""

from datetime import timedelta

import pytest

from consent.ids import NoticeId, SignatureId
from consent.notices import Audience, Duration, Notice, NoticeUse
from consent.quitclaims import Quitclaim, RecognitionConsent
from consent.receipts import answered_in
from consent.signing import PersonAnswer
from consent.states import ConsentState
from tests.consent.build import AT, GRANT, PRINT, TODAY, WEB, P, changed

THIS, OTHER = SignatureId("this"), SignatureId("other")
NEAR, FAR = TODAY + timedelta(days=30), TODAY + timedelta(days=900)
NOTICE = Notice(
    id=NoticeId("town"),
    version=1,
    language="en",
    audience=Audience.ADULT,
    title="Photos",
    sections=(),
    uses=(NoticeUse(channel=WEB, label="Website"), NoticeUse(channel=PRINT, label="Print")),
    recognition="May we recognise you?",
    duration=Duration(months=1),
    controller="Town",
    contact="privacy@town.example",
)
LONG = changed(GRANT, evidence=OTHER, ends=FAR)
SHORT = changed(GRANT, id="q2", evidence=THIS, ends=NEAR)


def recognition(evidence: SignatureId) -> RecognitionConsent:
    return RecognitionConsent(
        person=P, state=ConsentState.GIVEN, at=AT, ends=NEAR, evidence=evidence
    )


@pytest.mark.parametrize(
    ("records", "face", "until"),
    [
        pytest.param((LONG, SHORT), None, NEAR, id="the end of this one, not of a longer one"),
        pytest.param((LONG,), None, None, id="nothing was agreed to in this one"),
        pytest.param((LONG,), recognition(THIS), NEAR, id="only face recognition"),
        pytest.param((LONG,), recognition(OTHER), None, id="recognition was another time"),
    ],
)
def test_the_end_is_that_of_this_signature(
    records: tuple[Quitclaim, ...], face: RecognitionConsent | None, until: object
) -> None:
    answer = PersonAnswer(person=P, name="Anna", granted=frozenset({WEB}))

    assert answered_in(THIS, NOTICE, answer, records, face).until == until


def test_every_use_that_was_asked_is_said_with_its_yes_or_no() -> None:
    answer = PersonAnswer(person=P, name="Anna", granted=frozenset({WEB}))

    said = answered_in(THIS, NOTICE, answer, (), None)

    assert [(use.label, use.granted) for use in said.uses] == [("Website", True), ("Print", False)]
    assert (said.agreed, said.asked_recognition, said.recognition) == (True, True, False)
    nothing = answered_in(THIS, NOTICE, PersonAnswer(person=P, name="Anna"), (), None)
    assert not nothing.agreed
