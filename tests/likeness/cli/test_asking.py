"""Texts, asks, groups, families, links of sessions, grounds and withdrawals on the command line."""

from pathlib import Path

import pytest

from tests.likeness.cli.calls import Command


@pytest.fixture
def asking(ready: Command, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Give an installation that says whom people can reach, with a published text."""
    monkeypatch.setenv("LIKENESS_ASKING__CONTACT", "privacy@example.org")
    monkeypatch.setenv("LIKENESS_PUBLIC__PUBLIC_URL", "https://consent.example.org")
    assert ready("notice", "publish", "general").code == 0
    return ready


@pytest.fixture
def ada(asking: Command) -> str:
    called = asking(
        "person", "add", "--name", "Ada Canary", "--email", "ada@canary.example", "--json"
    )
    return str(called.json["person"])


def _child(asking: Command, name: str) -> str:
    made = asking("person", "add", "--name", name, "--json").json["person"]
    asking("person", "age", made, "--born", "2015-05-04")
    return str(made)


def test_texts_are_listed_shown_and_published_once(asking: Command) -> None:
    again = asking("notice", "publish", "general", "--json")
    rows = {row["notice"]: row for row in asking("notice", "list", "--json").json}
    shown = asking("notice", "show", "general", "--language", "nl", "--guardian")
    kept = asking("notice", "show", "general", "--version", "1")
    poster = asking("notice", "show", "school", "--poster", "session", "--language", "de")

    assert again.json == {"notice": "general", "version": 1, "languages": ["en", "nl"]}
    assert rows["general"]["published"] == "en, nl"
    assert rows["general"]["holds"] is True
    assert rows["school"]["version"] is None
    assert "uw kind" in shown.out
    assert kept.out.startswith("general 1 en adult")
    assert "privacy@example.org" in poster.out


def test_a_text_without_a_contact_is_not_published(ready: Command) -> None:
    called = ready("notice", "publish", "general")

    assert called.code == 4
    assert "contact" in called.err


def test_a_text_is_copied_changed_and_published_as_a_new_version(asking: Command) -> None:
    made = asking("notice", "new", "fair", "--from", "general", "--json").json["file"]
    file = Path(made)
    asking("notice", "publish", "fair")
    file.write_text(file.read_text().replace("May we use photos of you?", "Pictures of the fair"))

    called = asking("notice", "publish", "fair", "--json")

    assert called.json["version"] == 2
    assert "Pictures of the fair" in asking("notice", "show", "fair", "--version", "2").out
    assert "May we use photos" in asking("notice", "show", "fair", "--version", "1").out
    assert asking("notice", "new", "fair").code == 2
    assert asking("notice", "new", "../x").code == 2


def test_an_invalid_version_is_asked_with_no_more(asking: Command, ada: str) -> None:
    refused = asking("notice", "invalidate", "general", "1")
    done = asking("notice", "invalidate", "general", "1", "--yes", "--json")

    assert refused.code == 2
    assert done.json["photos"] == 0
    assert asking("ask", "person", ada).code == 1
    assert asking("notice", "invalidate", "general", "9", "--yes").code == 8


def test_somebody_is_asked_by_mail_reminded_asked_again_and_it_ends(
    asking: Command, ada: str
) -> None:
    (ask,) = asking("ask", "person", ada, "--json").json["asked"]
    first = asking("ask", "link", ask).out

    reminded = asking("ask", "remind", ask, "--json").json
    asking("ask", "resend", ask)
    second = asking("ask", "link", ask).out
    ended = asking("ask", "end", ask)

    assert first.startswith("https://consent.example.org/s/")
    assert second != first
    assert reminded["sent"] is True
    assert ended.code == 0
    assert asking("ask", "end", ask).code == 4
    assert [row["state"] for row in asking("ask", "list", "--json").json] == ["ended"]
    assert asking("ask", "list", "--state", "open", "--json").json == []


def test_somebody_who_is_asked_already_is_not_asked_twice(asking: Command, ada: str) -> None:
    asking("ask", "person", ada)

    again = asking("ask", "person", ada, "--json")

    assert again.code == 1
    assert again.json["asked"] == []
    assert [row["problem"] for row in again.json["problems"]] == ["asked-already"]


def test_an_ask_by_link_gives_the_link(asking: Command) -> None:
    bo = asking("person", "add", "--name", "Bo", "--json").json["person"]

    by_mail = asking("ask", "person", bo, "--json")
    by_link = asking("ask", "person", bo, "--by", "link", "--language", "nl")

    assert [row["problem"] for row in by_mail.json["problems"]] == ["no-address"]
    assert "https://consent.example.org/s/" in by_link.out
    assert by_link.code == 0


def test_a_list_is_looked_at_before_anything_is_sent(
    asking: Command, ada: str, tmp_path: Path
) -> None:
    bo = asking("person", "add", "--name", "Bo Bell", "--json").json["person"]
    asking("group", "add", "3b", bo)
    file = tmp_path / "list.csv"
    file.write_text("person;group\nada@canary.example;\nNobody At All;\n;3b\n")

    looked = asking("ask", "batch", str(file), "--dry-run", "--json")
    untouched = asking("ask", "list", "--json").json
    done = asking("ask", "batch", str(file), "--json")

    assert looked.code == 1
    assert looked.json["would_ask"] == 1
    assert {row["line"]: row["problem"] for row in looked.json["problems"]} == {
        "line 3": "unknown",
        "line 4": "no-address",
    }
    assert untouched == []
    assert len(done.json["asked"]) == 1
    assert ada not in looked.out


def test_a_list_without_the_right_column_is_refused(asking: Command, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("who\nada\n")

    assert asking("ask", "batch", str(file)).code == 2
    assert asking("ask", "batch", str(tmp_path / "nothing.csv")).code == 2


def test_one_guardian_is_asked_once_for_all_children(asking: Command) -> None:
    kim, lee = _child(asking, "Kim"), _child(asking, "Lee")
    without = asking("ask", "person", kim, "--json")

    asking("person", "guardian", kim, lee, "--name", "Mum", "--email", "mum@canary.example")
    asked = asking("ask", "person", kim, lee, "--json")

    assert [row["problem"] for row in without.json["problems"]] == ["no-guardian"]
    assert len(asked.json["asked"]) == 1
    (row,) = asking("ask", "list", "--json").json
    assert (row["persons"], row["guardian"]) == (2, True)
    assert len(asking("person", "guardians", kim, "--json").json) == 1


def test_an_adult_has_no_guardian(asking: Command, ada: str) -> None:
    assert asking("person", "guardian", ada, "--name", "Mum").code == 4
    assert "of age" in asking("person", "age", ada, "--born", "1980-01-01").out.lower()
    assert "Under age" in asking("person", "age", ada, "--under-age").out


def test_groups_are_made_listed_and_changed(asking: Command, ada: str) -> None:
    asking("group", "add", "3b")

    asking("group", "members", "3b", "--add", ada)

    assert [row["person"] for row in asking("group", "members", "3b", "--json").json] == [ada]
    assert [row["members"] for row in asking("group", "list", "--json").json] == [1]
    asking("group", "members", "3b", "--remove", ada)
    assert asking("group", "members", "3b", "--json").json == []
    assert asking("group", "members", "4c").code == 8


def test_the_link_of_a_session_stays_until_it_is_closed(asking: Command) -> None:
    asking("session", "add", "Fair")
    first = asking("session", "link", "Fair", "--notice", "general").out
    again = asking("session", "link", "Fair").out

    closed = asking("session", "link", "Fair", "--close")
    new = asking("session", "link", "Fair", "--until", "2099-06-30").out

    assert first == again
    assert closed.code == 0
    assert new != first


def test_showing_never_ends_the_link_on_the_printed_poster(asking: Command, tmp_path: Path) -> None:
    """The poster asked with one text, and a command that only showed the link killed it."""
    asking("notice", "publish", "school")
    asking("session", "add", "Fair")
    unset = asking("session", "link", "Fair"), asking("session", "form", "Fair", "--into", "f.pdf")
    into = ("--into", str(tmp_path / "p.html"))
    first = asking("session", "link", "Fair", "--notice", "school").out

    shown = asking("session", "link", "Fair"), asking("session", "poster", "Fair", *into, "--json")
    form = asking("session", "form", "Fair", "--into", str(tmp_path / "f.html"), "--json")
    other = ("--notice", "general")
    refused = [
        asking("session", "link", "Fair", *other),
        asking("session", "poster", "Fair", *other, "--into", str(tmp_path / "p2.html")),
        asking("session", "form", "Fair", *other, "--into", str(tmp_path / "f2.html")),
    ]
    still = asking("session", "link", "Fair").out
    meant = asking("session", "link", "Fair", *other, "--replace").out

    assert [one.code for one in unset] == [8, 8]
    assert shown[0].out == first == still
    assert shown[1].json["address"] == first.strip()
    assert form.json["code"].startswith("school ")
    assert [one.code for one in refused] == [4, 4, 4]
    assert "printed poster" in refused[0].err
    assert meant != first
    assert asking("session", "link", "Fair").out == meant


def test_another_ground_is_recorded_for_the_roster_of_a_session(asking: Command, ada: str) -> None:
    asking("session", "add", "Fair")
    asking("session", "roster", "Fair", ada)

    done = asking("session", "ground", "Fair", "contract", "--reference", "C-7", "--json")
    consent = asking("session", "ground", "Fair", "consent", "--reference", "C-7")

    assert done.json["persons"] == 1
    assert consent.code == 4
    assert "contract" in asking("quitclaim", "list", ada).out


def test_permission_is_taken_back_in_part_or_whole_and_proved(asking: Command, ada: str) -> None:
    asking("quitclaim", "add", ada, "--channels", "website,print")
    asking("recognition-consent", "give", ada)

    asking("withdraw", ada, "--channels", "print")
    asking("withdraw", ada, "--recognition")
    asking("withdraw", ada)

    rows = asking("withdrawals", "--json").json
    assert sorted(row["what"] for row in rows) == ["all", "recognition", "uses"]
    assert all(row["done"] == row["of"] for row in rows)
    assert asking("withdraw", ada, "--recognition").code == 0
    assert asking("withdrawals", "--json").json == rows, "a repeat is no new withdrawal"
    assert asking("withdraw", ada, "--recognition", "--channels", "print").code == 2


def test_a_class_takes_part_in_a_session_as_a_whole(asking: Command, ada: str) -> None:
    asking("session", "add", "Trip")
    asking("group", "add", "3b", ada)

    nobody = asking("session", "roster", "Trip")
    asking("session", "roster", "Trip", "--group", "3b")
    rows = {row["name"]: row for row in asking("session", "list", "--json").json}

    assert nobody.code == 2
    assert rows["Trip"]["roster"] == 1


def test_people_are_listed_by_where_they_stand(asking: Command, ada: str) -> None:
    asking("quitclaim", "add", ada, "--months", "1")
    bea = asking("person", "add", "--name", "Bea Canary", "--json").json["person"]
    asking("group", "add", "Choir", bea)

    listed = asking("person", "list", "--json").json
    ending = asking("person", "list", "--state", "expiring", "--json").json
    inside = asking("person", "list", "--group", "Choir", "--json").json

    assert {row["person"]: row["stands"] for row in listed} == {ada: "expiring", bea: "not-asked"}
    assert [row["person"] for row in ending] == [ada]
    assert [row["person"] for row in inside] == [bea]


def test_whose_answer_is_missing_is_listed_for_sessions_and_groups(
    asking: Command, ada: str
) -> None:
    asking("quitclaim", "add", ada, "--state", "refused")
    bea = asking("person", "add", "--name", "Bea Canary", "--json").json["person"]
    asking("session", "add", "Fair")
    asking("session", "roster", "Fair", ada, bea)
    asking("group", "add", "Choir", ada)

    assert asking("session", "missing", "Fair", "--json").json == [{"person": bea}]
    assert asking("group", "missing", "Choir").out == "Everybody has answered.\n"
    assert asking("session", "photos", "Fair").out == "No photos belong to it yet.\n"


def test_everybody_whose_permission_ends_is_asked_to_renew(asking: Command, ada: str) -> None:
    asking("quitclaim", "add", ada, "--months", "1")
    bea = asking("person", "add", "--name", "Bea Canary", "--json").json["person"]

    looked = asking("ask", "renew", "--ending", "--dry-run", "--json")
    asked = asking("ask", "renew", ada, bea, "--by", "link", "--json")
    again = asking("ask", "renew", "--ending", "--by", "link", "--json")
    nobody = asking("ask", "renew")

    assert (looked.code, looked.json["would_ask"], looked.json["asked"]) == (0, 1, [])
    assert (asked.code, len(asked.json["links"])) == (1, 1)
    assert [one["problem"] for one in asked.json["problems"]] == ["nothing-to-renew"]
    assert [one["problem"] for one in again.json["problems"]] == ["asked-already"]
    assert nobody.code == 2


def test_a_guardian_is_taken_away(asking: Command) -> None:
    child = _child(asking, "Bo Canary")
    made = asking(
        "person", "guardian", child, "--name", "Ada", "--email", "a@canary.example", "--json"
    ).json["guardian"]

    left = asking("person", "guardians", child, "--remove", made)
    again = asking("person", "guardians", child, "--remove", made)

    assert left.out == "Nobody answers for them.\n"
    assert again.code == 8


def test_a_text_is_written_out_for_a_translator(asking: Command) -> None:
    made = asking("notice", "new", "school", "--from", "school", "--into", "tr", "--json")
    listed = {row["notice"]: row for row in asking("notice", "list", "--json").json}
    published = asking("notice", "publish", "school", "--json")

    assert made.json["file"].endswith("notices/school/tr.toml")
    assert "tr" in listed["school"]["drafts"]
    assert "tr" not in published.json["languages"]
    assert asking("notice", "new", "school", "--into", "../x").code == 2
