"""The outbox: letters to go. Ids only; texts and addresses are made when a letter is sent."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table, text

from likeness.storage.tables.metadata import METADATA
from likeness.storage.types import Id, Instant, Json, Word

_DUE = text("state = 'waiting'")
_SENT = text("sent_at IS NOT NULL")
_SENDING = text("state = 'sending'")

outbox = Table(
    "outbox",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("key", String(200), nullable=False, unique=True),
    Column("kind", Word, nullable=False),
    Column("person", Id, ForeignKey("persons.id")),
    Column("account", Id),
    Column("refs", Json, nullable=False),
    Column("state", Word, nullable=False),
    Column("rank", Integer, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("doubts", Integer, nullable=False),
    Column("next_try_at", Instant, nullable=False),
    Column("lease_token", Id),
    Column("lease_until", Instant),
    Column("settled_at", Instant),
    Column("sent_at", Instant),
    Column("message_id", String(200), nullable=False),
    Column("error", Word, nullable=False),
    Index("ix_outbox_due", "rank", "next_try_at", "id", sqlite_where=_DUE, postgresql_where=_DUE),
    Index("ix_outbox_sending", "lease_until", sqlite_where=_SENDING, postgresql_where=_SENDING),
    Index("ix_outbox_person", "person"),
    Index("ix_outbox_sent_at", "sent_at", sqlite_where=_SENT, postgresql_where=_SENT),
    Index("ix_outbox_state", "state", "due_at"),
)
"""`key` says which letter this is: no second one can be put in."""

alert_steps = Table(
    "alert_steps",
    METADATA,
    Column("key", String(200), primary_key=True),
    Column("letter", String(200), nullable=False),
    Column("about", Id, nullable=False),
    Column("last", Date, nullable=False),
    Column("word", Word, nullable=False),
    Column("audience", Word, nullable=False),
    Column("person", Id, ForeignKey("persons.id")),
    Index("ix_alert_steps_about", "about"),
    Index("ix_alert_steps_letter", "letter"),
    Index("ix_alert_steps_person", "person"),
)
"""What was put into a letter (its key): written with the letter, so that nothing is told twice."""

alert_marks = Table(
    "alert_marks",
    METADATA,
    Column("about", Id, primary_key=True),
    Column("person", Id, ForeignKey("persons.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("plan", String(64), nullable=False),
    Column("next_on", Date),
    Index("ix_alert_marks_next_on", "next_on"),
    Index("ix_alert_marks_person", "person"),
)
"""When a consent must be looked at again for alerts.

A consent without a mark of its present state (`at`) and of the present settings (`plan`) is looked
at at once: marks only save work.
"""
