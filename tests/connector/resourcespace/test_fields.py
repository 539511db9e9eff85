"""The admin's mapping, checked at the host."""

from connector.causes import texts
from connector.resourcespace.api import Api
from connector.resourcespace.fields import Mapper
from connector.resourcespace.parts import Part, Wanted
from connector.resourcespace.rows import FieldRef
from connector.resourcespace.scope import Scope
from tests.contracts.resourcespace import CHANNELS, FIELDS, WORDS
from tests.contracts.stages import JPEG
from tests.fakes.resourcespace.server import FakeHost, Fault
from tests.fakes.resourcespace.site import Site

REFS = {Part(name): FieldRef(ref) for name, ref in FIELDS.items()}


def mapper(api: Api, **changed: dict[str, str]) -> Mapper:
    words = {"status": WORDS, "channels": CHANNELS} | changed
    wanted = Wanted(fields=REFS, status=words["status"], channels=words["channels"])
    return Mapper(api=api, wanted=wanted, photos=Scope().photos)


def troubles(api: Api, **changed: dict[str, str]) -> tuple[str, ...]:
    return texts(mapper(api, **changed).look().causes)


def test_fields_and_options_are_found(site: Site, api: Api) -> None:
    site.put(JPEG)

    mapped = mapper(api).mapped()

    assert {part: one.title for part, one in mapped.fields.items()}[Part.STATUS] == "Consent status"
    assert mapped.status["blocked"].name == "✗ Not cleared"
    assert len(mapped.channels) == len(CHANNELS)


def test_a_host_without_photos_yet_has_fields(api: Api) -> None:
    assert mapper(api).mapped().causes == ()


def test_the_mapping_is_looked_up_once(fake: FakeHost, api: Api) -> None:
    here = mapper(api)
    here.mapped()
    calls = len(fake.calls)

    here.mapped()

    assert len(fake.calls) == calls


def test_options_are_found_by_raw_and_translated_names_in_any_case(site: Site, api: Api) -> None:
    site.rename_option(88, "✗ Not cleared", "~en:✗ Not cleared~nl:✗ Niet vrijgegeven")
    site.rename_option(89, "Press", "press")

    dutch = WORDS | {"blocked": "✗ niet vrijgegeven"}

    assert troubles(api, status=dutch) == ()
    assert troubles(api) == ()


def test_a_missing_option_is_named(site: Site, api: Api) -> None:
    site.drop_option(88, "? Not decided yet")
    site.drop_option(89, "Press")

    assert troubles(api) == (
        (
            "The status field has no option “? Not decided yet”: add it, or name yours in "
            "options.status.review."
        ),
        (
            "The channels field has no option “Press”: add it, or name yours in "
            "options.channels.press."
        ),
    )


def test_a_word_that_fits_two_options_fits_none(site: Site, api: Api) -> None:
    site.option(88, "~en:✓ Cleared~nl:✓ Vrij")

    assert "several options" in troubles(api)[0]


def test_two_words_may_not_be_one_option(api: Api) -> None:
    found = troubles(api, status=WORDS | {"partly": "✓ Cleared"})

    assert found == ("Two words of options.status name the same option.",)


def test_a_field_of_the_wrong_type_is_named(site: Site, api: Api) -> None:
    site.fields[90].type = 0

    assert troubles(api) == ("Field 90 (end) must be a date.",)


def test_a_field_that_is_hidden_or_of_another_type_of_resource_is_named(
    site: Site, api: Api
) -> None:
    site.put(JPEG)
    site.give("svc", "f-91")
    site.fields[88].types = frozenset({3})

    found = troubles(api)

    assert [text.split(" cannot")[0] for text in found] == ["Field 88 (status)", "Field 91 (note)"]


def test_options_that_cannot_be_had_are_missing(fake: FakeHost, api: Api) -> None:
    fake.fail(Fault.ERROR, function="get_field_options")

    assert len(troubles(api)) == len(WORDS) + len(CHANNELS)


def test_a_mapping_with_troubles_is_written_by_with_care(site: Site, api: Api) -> None:
    site.drop_option(88, "✓ Cleared")
    here = mapper(api)

    assert here.mapped().careful
    assert here.mapped().fields.keys() == REFS.keys()

    site.option(88, "✓ Cleared")
    assert here.again()
    assert here.mapped().causes == ()


def test_a_mapping_tells_whether_it_changed(site: Site, api: Api) -> None:
    here = mapper(api)
    here.mapped()

    assert not here.again()
    site.drop_option(89, "Press")
    site.option(89, "Press")
    assert here.again()
