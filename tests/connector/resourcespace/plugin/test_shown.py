"""What editors see in ResourceSpace: the marker on thumbnails and the panel above the picture."""

import json
from html.parser import HTMLParser

import pytest
from typing_extensions import override

from tests.connector.resourcespace.plugin.calling import (
    CHANNELS,
    LINK,
    NOTE,
    STATUS,
    UNTIL,
    nodes,
    panel,
    run,
    thumbnail,
)

EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>"
LONG_AGO, FAR_AWAY = "2001-01-01", "2999-12-31"


class Tags(HTMLParser):
    """Keeps the tags, attributes and text of a piece of HTML."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[str] = []
        self.text = ""
        self.feed(page)

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]

    @override
    def handle_data(self, data: str) -> None:
        self.text += data

    @property
    def words(self) -> str:
        return " ".join(self.text.split())


@pytest.mark.parametrize(
    ("option", "status", "words"),
    [
        ("✓ Cleared", "cleared", "✓ Cleared"),
        ("◐ Cleared for some uses", "partly", "◐ Cleared for some uses"),
        ("? Not decided yet", "review", "? Not decided yet"),
        ("✗ Not cleared", "blocked", "✗ Not cleared"),
        ("– No people", "no-people", "– No people"),  # noqa: RUF001 - its sign
        ("… Not checked", "not-assessed", "… Not checked"),
        ("~en:✓ Cleared~nl:✓ Vrijgegeven", "cleared", "✓ Cleared"),
        ("Something else", "other", "• Something else"),
        ("?", "review", "? ?"),
    ],
)
def test_a_thumbnail_has_sign_word_and_colour(option: str, status: str, words: str) -> None:
    page = thumbnail(nodes(option))

    assert Tags(page).words == words
    assert f"likeness-{status}" in page


def test_options_without_a_sign_are_told_by_their_number() -> None:
    page = thumbnail(
        nodes("Vrij"), settings={"likeness_status_field": STATUS, "likeness_option_cleared": "278"}
    )

    assert Tags(page).words == "✓ Vrij"
    assert "likeness-cleared" in page


@pytest.mark.parametrize(("kind", "said"), [(1, "… Not checked"), (4, "")])
def test_a_photo_without_a_status_is_not_checked(kind: int, said: str) -> None:
    row = {"ref": 12, "resource_type": kind}

    page = run([("HookLikenessAllAftersearchimg", [row])], values={}, rows=[row])

    assert Tags(page).words == said


def test_a_day_in_the_past_never_looks_cleared() -> None:
    page = thumbnail(nodes("✓ Cleared", until=LONG_AGO))

    assert Tags(page).words == "! Day has passed: ask first"
    assert "likeness-cleared" not in page


def test_a_day_to_come_changes_nothing() -> None:
    assert Tags(thumbnail(nodes("✓ Cleared", until=FAR_AWAY))).words == "✓ Cleared"


def test_the_earliest_of_two_days_counts() -> None:
    values = nodes("✓ Cleared")
    values[UNTIL] = [{"ref": 1, "name": FAR_AWAY}, {"ref": 2, "name": LONG_AGO}]

    assert "likeness-ended" in thumbnail(values)


def test_two_statuses_at_once_never_look_cleared() -> None:
    values = nodes("✓ Cleared")
    values[STATUS].append({"ref": 281, "name": "✗ Not cleared"})

    page = thumbnail(values)

    assert Tags(page).words == "! Two statuses: ask first"


@pytest.mark.parametrize(
    "scenario",
    [
        pytest.param({"hidden": [STATUS]}, id="the user may not see the field"),
        pytest.param({"settings": {"likeness_status_field": ""}}, id="no field is set"),
        pytest.param({"share": "abc123"}, id="a page shared with somebody outside"),
    ],
)
def test_nothing_is_shown_where_nothing_may_be(scenario: dict[str, object]) -> None:
    assert thumbnail(nodes("✗ Not cleared"), **scenario).strip() == ""
    assert panel(nodes("✗ Not cleared"), **scenario).strip() == ""


def test_the_view_page_has_no_marker_besides_the_panel() -> None:
    assert run([("HookLikenessAllAftersearchimg", [12])], values={12: nodes("✓ Cleared")}) == ""


def test_a_page_of_thumbnails_takes_one_query() -> None:
    rows = [{"ref": ref, "resource_type": 1} for ref in range(1, 49)]
    values = {ref: nodes("✓ Cleared") for ref in range(1, 49)}

    said = run(
        [("HookLikenessAllAftersearchimg", [row]) for row in rows],
        values=values,
        rows=rows,
        tell=True,
    )

    assert said.count("likeness-marker") == 48
    assert json.loads(said[said.rindex('{"sysvars"') :])["queries"] == 1


def test_the_panel_says_where_until_when_and_why() -> None:
    page = panel(
        nodes(
            "◐ Cleared for some uses",
            channels=[284],
            until=FAR_AWAY,
            note="social media: no consent, 2nd face from the left of 5",
            link="https://consent.example.org/why/abc",
        )
    )

    assert Tags(page).words == (
        f"◐ Cleared for some uses until {FAR_AWAY}, that day included "
        "✓ website may be used ○ social media not cleared "
        "social media: no consent, 2nd face from the left of 5 Why? Open the explanation"
    )
    assert 'href="https://consent.example.org/why/abc"' in page
    assert 'rel="noopener noreferrer"' in page


@pytest.mark.parametrize(
    ("status", "sign"),
    [("✗ Not cleared", "✗"), ("? Not decided yet", "○"), ("… Not checked", "○")],
)
def test_a_use_that_is_not_decided_never_looks_forbidden(status: str, sign: str) -> None:
    page = panel(nodes(status))

    assert f"{sign} website not cleared {sign} social media not cleared" in Tags(page).words


def test_the_panel_speaks_dutch() -> None:
    page = panel(nodes("✓ Vrijgegeven", channels=[284], until=FAR_AWAY), language="nl")

    assert "mag gebruikt worden" in page
    assert f"tot en met {FAR_AWAY}" in page


@pytest.mark.parametrize(
    ("status", "until"),
    [("✗ Not cleared", ""), ("? Not decided yet", ""), ("✓ Cleared", LONG_AGO), ("", "")],
)
def test_a_ticked_channel_is_not_usable_where_the_status_says_otherwise(
    status: str, until: str
) -> None:
    texts = {"until": until} if until else {}

    page = panel(nodes(status, channels=[284, 285], **texts))

    assert "likeness-no" in page
    assert "likeness-yes" not in page


def test_an_option_that_was_switched_off_is_shown_only_where_it_is_ticked() -> None:
    assert "fax" not in panel(nodes("✓ Cleared", channels=[284]))
    assert "fax" in panel(nodes("✓ Cleared", channels=[284, 286]))


@pytest.mark.parametrize("hidden", [CHANNELS, UNTIL, NOTE, LINK])
def test_a_hidden_field_is_not_shown_in_the_panel(hidden: int) -> None:
    values = nodes(
        "✓ Cleared", channels=[284], until=FAR_AWAY, note="why", link="https://a.example/x"
    )
    said = {CHANNELS: "website", UNTIL: FAR_AWAY, NOTE: "why</p>", LINK: "a.example"}

    page = panel(values, hidden=[hidden])

    assert said[hidden] not in page
    assert all(text in page for field, text in said.items() if field != hidden)


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "JaVaScRiPt://x.example/%0aalert(1)",
        "data:text/html,x",
        "//evil.example",
        "ftp://a.example/x",
        "no address",
        "https://",
    ],
)
def test_only_web_addresses_become_links(link: str) -> None:
    assert "href" not in panel(nodes("✓ Cleared", link=link))


@pytest.mark.parametrize(
    "values",
    [
        nodes(EVIL),
        nodes("✓ Cleared", note=EVIL),
        nodes("✓ Cleared", link=f"https://a.example/{EVIL}"),
        nodes("✓ Cleared", until=EVIL),
        {**nodes("✓ Cleared"), CHANNELS: [{"ref": 999, "name": EVIL}]},
    ],
)
def test_what_stands_in_a_field_never_becomes_part_of_the_page(values: dict[int, object]) -> None:
    options = {str(CHANNELS): [{"ref": 999, "name": EVIL, "active": 1}]}
    for page in (thumbnail(values, options=options), panel(values, options=options)):
        tags = Tags(page)

        assert not {"script", "img"} & set(tags.tags)
        assert not [name for name in tags.attributes if name.startswith("on")]
