"""The audit chain: every change of what was written is found."""

import json
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from consent.ids import Actor
from likeness.audit.chain import START, Entry, Link, hash_of, make_entry, verify_chain
from likeness.audit.errors import ChainBroken, EntryRefused, ReasonRefused
from scheduler.values import Act

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LENGTH = 30
Change = Callable[[list[Entry], random.Random], list[Entry]]


def _act(number: int) -> Act:
    return Act(
        actor=Actor("cli:me"), act="tested", subjects=(f"id-{number}",), detail={"count": number}
    )


def _chain(length: int = LENGTH) -> list[Entry]:
    entries: list[Entry] = []
    last = START
    for number in range(length):
        entry = make_entry(last, _act(number), AT + timedelta(seconds=number))
        entries.append(entry)
        last = Link(seq=entry.seq, hash=entry.hash)
    return entries


def _forged(entry: Entry, **fields: object) -> Entry:
    """Change what an entry says and make its own hash fit again."""
    text = json.dumps(json.loads(entry.text) | fields, sort_keys=True, separators=(",", ":"))
    return replace(entry, text=text, hash=hash_of(text.encode()), **fields)  # type: ignore[arg-type]


def _edit(entries: list[Entry], dice: random.Random) -> list[Entry]:
    at = dice.randrange(len(entries))
    entries[at] = replace(entries[at], text=entries[at].text.replace("tested", "tasted"))
    return entries


def _edit_column(entries: list[Entry], dice: random.Random) -> list[Entry]:
    at = dice.randrange(len(entries))
    field = dice.choice(["actor", "act", "hash", "previous"])
    changed = {field: "x" * 8}
    entries[at] = replace(entries[at], **changed)  # type: ignore[arg-type]
    return entries


def _backdate(entries: list[Entry], dice: random.Random) -> list[Entry]:
    at = dice.randrange(len(entries))
    entries[at] = replace(entries[at], at=entries[at].at - timedelta(days=1))
    return entries


def _edit_and_rehash(entries: list[Entry], dice: random.Random) -> list[Entry]:
    at = dice.randrange(len(entries))
    entries[at] = _forged(entries[at], actor="cli:other")
    return entries


def _delete(entries: list[Entry], dice: random.Random) -> list[Entry]:
    del entries[dice.randrange(len(entries))]
    return entries


def _insert(entries: list[Entry], dice: random.Random) -> list[Entry]:
    at = dice.randrange(len(entries))
    entries.insert(at, replace(entries[at], text=entries[at].text + " "))
    return entries


def _swap(entries: list[Entry], dice: random.Random) -> list[Entry]:
    one, two = dice.sample(range(len(entries)), 2)
    entries[one], entries[two] = entries[two], entries[one]
    return entries


def _cut_tail(entries: list[Entry], dice: random.Random) -> list[Entry]:
    return entries[: dice.randrange(len(entries))]


def _rewrite(entries: list[Entry], dice: random.Random) -> list[Entry]:
    skipped = dice.randrange(len(entries))
    rewritten: list[Entry] = []
    last = START
    for number in range(len(entries)):
        actor = Actor("cli:other" if number == skipped else "cli:me")
        entry = make_entry(last, replace(_act(number), actor=actor), AT + timedelta(seconds=number))
        rewritten.append(entry)
        last = Link(seq=entry.seq, hash=entry.hash)
    return rewritten


CHANGES = [
    _edit,
    _edit_column,
    _backdate,
    _edit_and_rehash,
    _delete,
    _insert,
    _swap,
    _cut_tail,
    _rewrite,
]


def test_an_untouched_chain_is_whole() -> None:
    entries = _chain()
    anchor = Link(seq=entries[9].seq, hash=entries[9].hash)

    last = verify_chain(entries, anchor)

    assert last == Link(seq=LENGTH, hash=entries[-1].hash)
    assert verify_chain([]) == START


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_is_found_by_somebody_who_noted_the_last_entry(change: Change) -> None:
    dice = random.Random(7)  # noqa: S311
    entries = _chain()
    anchor = Link(seq=LENGTH, hash=entries[-1].hash)

    for _ in range(112):
        with pytest.raises(ChainBroken, match="Compare with a backup"):
            verify_chain(change(list(entries), dice), anchor)


def test_a_tail_cut_off_is_not_found_without_a_note_kept_elsewhere() -> None:
    entries = _chain()

    assert verify_chain(entries[:-1]).seq == LENGTH - 1


def test_the_message_says_where_the_chain_breaks() -> None:
    entries = _chain()
    del entries[4]

    with pytest.raises(ChainBroken, match="from entry 5 on"):
        verify_chain(entries)


def test_an_entry_is_canonical_json() -> None:
    entry = make_entry(START, _act(1), AT)

    body = json.loads(entry.text)
    assert entry.text == json.dumps(body, sort_keys=True, separators=(",", ":"))
    assert body["at"] == "2026-03-02T09:00:00.000000Z"


@pytest.mark.parametrize(
    "act",
    [
        pytest.param({"act": "Not Kebab"}, id="an act that is no verb"),
        pytest.param({"actor": "Wilhelmina Canary"}, id="an actor that is a name"),
        pytest.param({"subjects": ("anna@example.org",)}, id="a subject that is an address"),
        pytest.param({"subjects": ("2026/party/anna.jpg",)}, id="a subject that is a path"),
        pytest.param({"detail": {"unheard-of": 1}}, id="a detail nobody declared"),
        pytest.param({"detail": {"status": "a whole sentence"}}, id="a detail that is no word"),
    ],
)
def test_what_could_be_personal_data_is_refused_and_not_repeated(act: dict[str, object]) -> None:
    fine = {"actor": Actor("cli:me"), "act": "tested", "subjects": (), "detail": {}}

    with pytest.raises(EntryRefused) as caught:
        make_entry(START, Act(**(fine | act)), AT)  # type: ignore[arg-type]

    assert not any(word in str(caught.value) for word in ("Wilhelmina", "anna", "sentence"))


@pytest.mark.parametrize(
    "reason",
    ["ask anna@example.org", "see /photos/anna.jpg", "two\nlines", "x" * 201, "C:\\anna"],
)
def test_a_reason_with_an_address_or_a_path_is_sent_back_to_whoever_typed_it(reason: str) -> None:
    act = Act(actor=Actor("cli:me"), act="names-shown", detail={"reason": reason})

    with pytest.raises(ReasonRefused, match="without names") as caught:
        make_entry(START, act, AT)

    assert "anna" not in str(caught.value)


def test_a_reason_in_plain_words_is_kept() -> None:
    act = Act(
        actor=Actor("cli:me"), act="names-shown", detail={"reason": "asked by the DPO, case 12"}
    )

    assert "case 12" in make_entry(START, act, AT).text
