"""Forms that came back (implements `scheduler.ports.pages.UsedForms`)."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from likeness.storage.tables.pages import used_forms
from scheduler.ports.pages import UsedForm

_KEPT = timedelta(days=2)
"""Longer than any page stays open: a visit ends after half an hour, a login after a day."""


class SqlUsedForms:
    """Used forms in the database."""

    def __init__(self, connection: Connection) -> None:
        """Work in one transaction."""
        self._connection = connection

    def find(self, key: str) -> UsedForm | None:
        """Give what became of a form; None where it never came back."""
        query = sa.select(used_forms).where(used_forms.c.key == key)
        row = self._connection.execute(query).one_or_none()
        return None if row is None else UsedForm(content=row.content, answer=row.answer)

    def use(self, key: str, content: str, now: datetime) -> bool:
        """Use a form up; False where it was used before. Of two at once one is told True."""
        row = {"key": key, "content": content, "at": now}
        if self._connection.dialect.name == "postgresql":
            one = postgresql.insert(used_forms).values(**row).on_conflict_do_nothing()
            return self._connection.execute(one).rowcount > 0
        other = sqlite.insert(used_forms).values(**row).on_conflict_do_nothing()
        return self._connection.execute(other).rowcount > 0

    def answered(self, key: str, answer: str) -> None:
        """Note where the form led."""
        mine = sa.update(used_forms).where(used_forms.c.key == key)
        self._connection.execute(mine.values(answer=answer))

    def give_back(self, key: str) -> None:
        """Let a form be sent once more: nothing was done with it."""
        self._connection.execute(sa.delete(used_forms).where(used_forms.c.key == key))

    def forget(self, now: datetime) -> int:
        """Delete those of pages that are long closed; gives how many."""
        over = sa.delete(used_forms).where(used_forms.c.at < now - _KEPT)
        return self._connection.execute(over).rowcount
