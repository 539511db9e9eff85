"""What hosts with comments or public links must do, whatever they are made of."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest

from connector.errors import PhotoGone
from connector.host import Comment, PublicLinks
from connector.values import PhotoRef
from tests.contracts import nextcloud
from tests.contracts.nextcloud import NextcloudStage
from tests.contracts.stages import JPEG

STAGES: dict[str, Callable[[], AbstractContextManager[NextcloudStage]]] = {
    "nextcloud": nextcloud.fake_stage,
    "nextcloud-live": nextcloud.live_stage,
}
ONE, OTHER = "Likeness: one <&> two", "Likeness: other"


@pytest.fixture(params=sorted(STAGES))
def stage(request: pytest.FixtureRequest) -> Iterator[NextcloudStage]:
    with STAGES[request.param]() as made:
        yield made


def a_photo(stage: NextcloudStage, place: str = "2026/a.jpg") -> PhotoRef:
    stage.put(place, JPEG)
    return next(change.ref for change in stage.poll() if change.place == stage.where(place))


def comment_of(stage: NextcloudStage) -> Comment:
    assert stage.host.comment
    return stage.host.comment


def links_of(stage: NextcloudStage) -> PublicLinks:
    assert stage.host.links
    return stage.host.links


def test_a_photo_without_a_comment_says_nothing(stage: NextcloudStage) -> None:
    assert comment_of(stage).read(a_photo(stage)) == ""


def test_a_comment_is_read_back_as_it_was_written(stage: NextcloudStage) -> None:
    ref = a_photo(stage)

    assert comment_of(stage).write(ref, ONE)
    assert comment_of(stage).read(ref) == ONE


def test_the_same_comment_again_changes_nothing(stage: NextcloudStage) -> None:
    ref = a_photo(stage)
    comment_of(stage).write(ref, ONE)

    assert not comment_of(stage).write(ref, ONE)


def test_another_comment_takes_its_place(stage: NextcloudStage) -> None:
    ref = a_photo(stage)
    comment_of(stage).write(ref, ONE)

    assert comment_of(stage).write(ref, OTHER)
    assert comment_of(stage).read(ref) == OTHER


def test_an_empty_comment_takes_it_away_and_that_twice(stage: NextcloudStage) -> None:
    ref = a_photo(stage)
    comment_of(stage).write(ref, ONE)

    assert comment_of(stage).write(ref, "")
    assert not comment_of(stage).write(ref, "")
    assert comment_of(stage).read(ref) == ""


def test_a_photo_that_is_gone_takes_no_comment(stage: NextcloudStage) -> None:
    ref = a_photo(stage)
    stage.delete("2026/a.jpg")

    with pytest.raises(PhotoGone):
        comment_of(stage).write(ref, ONE)


def test_a_photo_that_nobody_shared_has_no_links(stage: NextcloudStage) -> None:
    ref = a_photo(stage)
    a_photo(stage, "2026/b.jpg")
    stage.share("2026/b.jpg")

    assert links_of(stage).of(ref) == ()


@pytest.mark.parametrize(("place", "inherited"), [("2026/a.jpg", False), ("2026", True)])
def test_a_link_to_a_photo_or_its_folder_is_found(
    stage: NextcloudStage,
    place: str,
    inherited: bool,  # noqa: FBT001
) -> None:
    ref = a_photo(stage)
    stage.share(place)

    (link,) = links_of(stage).of(ref)

    assert link.inherited is inherited
    assert link.url.startswith("http")


def test_a_removed_link_is_gone_and_may_be_removed_again(stage: NextcloudStage) -> None:
    ref = a_photo(stage)
    stage.share("2026/a.jpg")
    (link,) = links_of(stage).of(ref)

    links_of(stage).remove(link.id)
    links_of(stage).remove(link.id)

    assert links_of(stage).of(ref) == ()
