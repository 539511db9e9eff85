"""What is taken in: everything, a collection, or what a search finds."""

from dataclasses import dataclass, replace
from urllib.parse import parse_qs

import pytest

from connector.errors import AnswerTooLarge, HostRefused
from connector.resourcespace.api import Api, Sender
from connector.resourcespace.rows import Ref
from connector.resourcespace.scope import Finder, Scope
from connector.transport import Reply, Sending
from tests.connector.resourcespace.staging import let_pass, places, stage_on
from tests.contracts.stages import JPEG
from tests.fakes.resourcespace.server import FakeHost
from tests.fakes.resourcespace.site import Site


def test_only_a_collection_is_taken_in(site: Site, fake: FakeHost) -> None:
    inside, _outside = site.put(JPEG), site.put(JPEG)
    site.collect(12, [inside])
    stage = stage_on(fake, scope="!collection12")

    assert places(stage.poll()) == [inside]


def test_what_comes_into_a_collection_is_found_by_looking(site: Site, fake: FakeHost) -> None:
    site.collect(12, [])
    stage = stage_on(fake, scope="!collection12")
    ref = site.put(JPEG)
    assert stage.poll() == []
    site.collect(12, [ref])
    let_pass(stage, minutes=6)

    assert places(stage.poll()) == [ref]


def test_an_upload_into_a_collection_is_seen_in_the_log(site: Site, fake: FakeHost) -> None:
    site.collect(12, [])
    stage = stage_on(fake, scope="!collection12")
    stage.poll()
    ref, _outside = site.put(b""), site.put(JPEG)
    site.collect(12, [ref])
    site.replace(ref, JPEG)

    assert places(stage.poll()) == [ref]


def test_a_search_may_be_the_scope(site: Site, fake: FakeHost) -> None:
    old = site.put(JPEG)
    site.edit(old, 8, "Summer party")
    stage = stage_on(fake, scope="title:summer")
    assert places(stage.poll()) == [old]
    new, other = site.put(JPEG), site.put(JPEG)
    site.edit(other, 8, "Winter")
    site.edit(new, 8, "Summer again")

    assert places(stage.poll()) == [new]


def test_what_changed_long_ago_is_not_looked_for(site: Site, api: Api) -> None:
    refs = [site.put(JPEG) for _ in range(9)]
    site.collect(12, refs[:8])
    for ref in refs[1:4]:
        site.edit(ref, 8, "inside")
    finder = Finder(api=api, scope=Scope(text="!collection12"), recent=2)
    everything = {ref: one for ref, one in finder.read(map(Ref, refs), ()).items() if one}

    since = everything[Ref(refs[1])].modified

    assert sorted(one.ref for one in finder.within(everything, since)) == refs[1:4]


def test_what_changed_lately_is_looked_for_on_a_few_pages_only(site: Site, api: Api) -> None:
    refs = [site.put(JPEG) for _ in range(9)]
    site.collect(12, refs)
    finder = Finder(api=api, scope=Scope(text="!collection12"), recent=1)
    everything = {ref: one for ref, one in finder.read(map(Ref, refs), ()).items() if one}

    assert sorted(one.ref for one in finder.within(everything, "")) == refs[4:]


def test_a_photo_that_leaves_the_scope_stays_watched(site: Site, fake: FakeHost) -> None:
    stays, leaves = site.put(JPEG), site.put(JPEG)
    site.collect(12, [stays, leaves])
    stage = stage_on(fake, scope="!collection12")
    stage.poll()
    site.collections[12].remove(leaves)
    site.items[leaves].data += b"edited behind its back"

    changes = [change for page in [stage.page("")] for change in page.changes]

    assert [(change.place, change.deleted) for change in changes] == [(str(leaves), False)]


def test_a_search_of_the_host_finds_photos(site: Site, fake: FakeHost) -> None:
    refs = [site.put(JPEG) for _ in range(3)]
    site.collect(12, [*refs, site.put(JPEG, resource_type=2)])
    finder = stage_on(fake).host.finder
    assert finder

    assert [int(photo) for photo in finder.find("!collection12")] == refs


def test_a_search_goes_through_all_pages(site: Site, api: Api) -> None:
    refs = [site.put(JPEG) for _ in range(5)]
    finder = Finder(api=api, scope=Scope(), recent=2)

    assert [int(photo) for photo in finder.find("")] == refs


def test_a_collection_that_is_not_there_is_said_to_be_so(fake: FakeHost) -> None:
    finder = stage_on(fake).host.finder
    assert finder

    with pytest.raises(HostRefused):
        list(finder.find("!collection99"))


@dataclass(frozen=True, slots=True)
class Narrow:
    """Passes on answers of the log of a few rows only."""

    sender: Sender
    most: int

    def send(self, sending: Sending) -> Reply:
        query = parse_qs(parse_qs(sending.body.decode())["query"][0])
        if int(query.get("maxrecords", ["0"])[0]) > self.most:
            raise AnswerTooLarge("more than that")
        return self.sender.send(sending)


def test_a_log_that_is_too_long_for_one_answer_is_asked_for_in_parts(site: Site, api: Api) -> None:
    site.put(JPEG)
    narrow = Finder(api=replace(api, sender=Narrow(api.sender, 2)), scope=Scope())

    rows, more = narrow.log(1, 1000)

    assert ([row.ref for row in rows], more) == ([1], True)


def test_one_row_that_is_too_long_cannot_be_helped(site: Site, api: Api) -> None:
    site.put(JPEG)
    narrow = Finder(api=replace(api, sender=Narrow(api.sender, 0)), scope=Scope())

    with pytest.raises(AnswerTooLarge):
        narrow.log(1, 1000)
