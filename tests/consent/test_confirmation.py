"""Setting `confirm`: when an accepted finding waits for a human."""

import pytest

from consent.confirmation import awaits, check_policy
from consent.errors import NotAllowed
from consent.states import Confirm

ROWS = [
    pytest.param(Confirm.ALWAYS, 9, 10, False, True, id="always"),
    pytest.param(Confirm.WEAK, 3, 100, False, False, id="weak: enough of both"),
    pytest.param(Confirm.WEAK, 2, 100, False, True, id="weak: fewer than three templates"),
    pytest.param(Confirm.WEAK, 3, 101, False, True, id="weak: gallery over the limit"),
    pytest.param(Confirm.WEAK, 3, 100, True, False, id="weak: the first in a session counts"),
    pytest.param(Confirm.FIRST_IN_SESSION, 3, 100, True, True, id="first in session"),
    pytest.param(Confirm.FIRST_IN_SESSION, 3, 100, False, False, id="second in session"),
    pytest.param(Confirm.FIRST_IN_SESSION, 2, 100, False, True, id="second, but weak"),
    pytest.param(Confirm.NEVER, 1, 100, True, False, id="never"),
    pytest.param(Confirm.NEVER, 9, 101, False, True, id="never, but the gallery is over the limit"),
]


@pytest.mark.parametrize(("policy", "templates", "persons", "first", "expected"), ROWS)
def test_an_accept_waits_as_the_policy_says(
    policy: Confirm,
    templates: int,
    persons: int,
    first: bool,  # noqa: FBT001
    expected: bool,  # noqa: FBT001
) -> None:
    waits = awaits(
        policy,
        templates=templates,
        gallery_persons=persons,
        auto_limit=100,
        first_in_session=first,
    )

    assert waits is expected


def test_never_is_refused_while_the_gallery_is_over_the_limit() -> None:
    with pytest.raises(NotAllowed, match="Set confirm to weak"):
        check_policy(Confirm.NEVER, gallery_persons=101, auto_limit=100)


@pytest.mark.parametrize(("policy", "persons"), [(Confirm.NEVER, 100), (Confirm.WEAK, 101)])
def test_any_other_policy_is_fine(policy: Confirm, persons: int) -> None:
    check_policy(policy, gallery_persons=persons, auto_limit=100)
