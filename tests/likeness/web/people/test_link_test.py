"""The link that doctor follows."""

from likeness.web.link_test import PATH, LinkTest
from tests.likeness.web.people.visitor import Town


def test_only_this_installation_knows_the_answer(town: Town) -> None:
    test = LinkTest(forms=town.parts.forms)

    assert town.get(f"/{PATH}/{test.question}").text == test.answer


def test_any_other_question_opens_nothing(town: Town) -> None:
    assert town.get(f"/{PATH}/x").content == town.get("/s/never").content
