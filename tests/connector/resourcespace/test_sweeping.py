"""Everything looked through, beside the log."""

from connector.resourcespace.api import Api
from connector.resourcespace.cursor import Sweep
from connector.resourcespace.scope import Finder, Scope
from connector.resourcespace.sweeping import Sweeper
from connector.values import PhotoChange
from tests.connector.resourcespace.staging import let_pass
from tests.contracts.resourcespace import ResourceSpaceStage
from tests.contracts.stages import JPEG
from tests.fakes.resourcespace.server import FakeHost
from tests.fakes.resourcespace.site import Site


def test_a_look_at_everything_finds_what_the_log_did_not_tell(
    site: Site, stage: ResourceSpaceStage
) -> None:
    refs = [site.put(JPEG + bytes([number])) for number in range(5)]
    stage.poll()
    site.items[refs[1]].data += b"edited behind its back"
    del site.items[refs[3]]
    let_pass(stage, days=1)

    changes = stage.poll()

    assert {(change.place, change.deleted) for change in changes} == {
        (str(refs[1]), False),
        (str(refs[3]), True),
    }


def test_a_look_at_everything_does_not_hold_up_what_the_log_tells(
    site: Site, stage: ResourceSpaceStage
) -> None:
    for number in range(8):
        site.put(JPEG + bytes([number]))
    first = stage.page("")
    new = site.put(JPEG + b"new")

    second = stage.page(first.cursor)

    assert str(new) in {change.place for change in second.changes}
    assert not second.complete


def test_a_look_at_everything_tells_how_much_there_is(
    site: Site, stage: ResourceSpaceStage
) -> None:
    for number in range(8):
        site.put(JPEG + bytes([number]))

    assert stage.page("").total == 8


def test_a_count_that_was_kept_from_before_is_no_estimate(
    site: Site, stage: ResourceSpaceStage
) -> None:
    site.put(JPEG)
    stage.poll()
    for number in range(7):
        site.put(JPEG + bytes([number]))

    assert stage.page("").total == 8


def test_a_look_at_everything_misses_none_though_many_are_deleted_meanwhile(
    site: Site, api: Api
) -> None:
    refs = [site.put(JPEG) for _ in range(30)]
    finder = Finder(api=api, scope=Scope())
    sweeper = Sweeper(finder=finder, page=3, overlap=1, step_back=4)
    seen: list[int] = []
    at: Sweep | None = Sweep()
    while at:
        part = sweeper.part(at)
        seen += [one.ref for one in part.resources]
        at = part.onward
        if len(seen) == 15:
            for ref in refs[:10]:
                site.purge(ref)

    assert seen == refs


def test_a_look_at_everything_begins_again_only_after_a_while(
    site: Site, fake: FakeHost, stage: ResourceSpaceStage
) -> None:
    site.put(JPEG)
    stage.poll()
    looks = fake.count("search_get_previews")
    stage.poll()
    assert fake.count("search_get_previews") == looks
    let_pass(stage, days=1)

    stage.poll()

    assert fake.count("search_get_previews") == looks + 1


def test_a_look_at_everything_takes_no_total_for_the_end(
    site: Site, stage: ResourceSpaceStage
) -> None:
    refs = [site.put(JPEG + bytes([number])) for number in range(3)]
    first = stage.page("")
    refs += [site.put(JPEG + bytes([number])) for number in range(3, 7)]

    rest: list[PhotoChange] = []
    cursor, complete = first.cursor, first.complete
    while not complete:
        page = stage.page(cursor)
        cursor, complete = page.cursor, page.complete
        rest += page.changes

    assert set(stage.library.known) == {str(ref) for ref in refs}
