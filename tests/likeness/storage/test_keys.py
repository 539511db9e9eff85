"""Keys of the API: shown once, found by their secret, ended by hand or by time."""

from datetime import timedelta

import sqlalchemy as sa

from likeness.storage.store import SqlStore
from tests.likeness.storage.samples import NOW

UNTIL = NOW + timedelta(days=30)


def test_a_key_is_found_by_its_secret_with_its_scopes(store: SqlStore) -> None:
    with store.begin() as tx:
        made = tx.keys.add(["metrics", "read", "read"], NOW, UNTIL)

    with store.read() as tx:
        found = tx.keys.find(made.secret)
        nobody = [tx.keys.find(text) for text in ("", made.id, made.secret[:-1], made.secret + "x")]
    assert found is not None
    assert (found.id, found.scopes, found.until) == (made.id, frozenset({"metrics", "read"}), UNTIL)
    assert nobody == [None] * 4


def test_the_secret_is_long_random_and_kept_nowhere(store: SqlStore) -> None:
    with store.begin() as tx:
        one, two = tx.keys.add([], NOW), tx.keys.add([], NOW)

    with store._engines.reader.begin() as connection:  # noqa: SLF001
        rows = str(connection.execute(sa.text("SELECT * FROM api_keys")).all())
    assert one.secret != two.secret
    assert len(one.secret) == len("lk_") + 43, "256 bits in base64url"
    assert one.secret not in rows
    assert one.secret not in repr(one)


def test_a_key_holds_until_its_end_and_until_it_is_revoked(store: SqlStore) -> None:
    with store.begin() as tx:
        made = tx.keys.add(["read"], NOW, UNTIL)
        fresh = tx.keys.find(made.secret)
        first, again = tx.keys.revoke(made.id, NOW), tx.keys.revoke(made.id, NOW)
        (revoked,) = tx.keys.all()

    assert fresh is not None
    assert [fresh.holds(at) for at in (NOW, UNTIL - timedelta(seconds=1), UNTIL)] == [
        True,
        True,
        False,
    ]
    assert (first, again) == (True, False)
    assert not revoked.holds(NOW)


def test_a_key_without_end_holds(store: SqlStore) -> None:
    with store.begin() as tx:
        tx.keys.add(["read"], NOW)
        (key,) = tx.keys.all()

    assert key.holds(NOW + timedelta(days=10_000))
