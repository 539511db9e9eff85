"""The store.

Transactions over database and vault behind one door (implements `scheduler.ports.Store`).
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime

from sqlalchemy.engine import Connection

from consent.ids import PersonId
from likeness.storage.access_log import SqlAccessLog
from likeness.storage.accounts import SqlAccounts, SqlWebSessions
from likeness.storage.address_changes import SqlAddressChanges
from likeness.storage.alerts import SqlAlerts
from likeness.storage.answers import SqlAnswers
from likeness.storage.asks import SqlAsks
from likeness.storage.assets import SqlAssets
from likeness.storage.claims import SqlClaims
from likeness.storage.codes import SqlCodes
from likeness.storage.dumping import SqlDump
from likeness.storage.engine import Engines
from likeness.storage.erasing import Erasing
from likeness.storage.errors import StoreNested
from likeness.storage.evidence import SqlEvidence, SqlHolds, SqlImportKeys
from likeness.storage.facts import SqlFacts
from likeness.storage.findings import SqlFindings
from likeness.storage.found_links import SqlFoundLinks
from likeness.storage.gallery import SqlGallery
from likeness.storage.groups import SqlGroups, SqlGuardians
from likeness.storage.held import SqlHeld
from likeness.storage.host_records import SqlHostRecords
from likeness.storage.hosts import SqlHostMemory, SqlHostTroubles
from likeness.storage.keys import SqlKeys
from likeness.storage.knocks import SqlKnocks
from likeness.storage.letter_claims import SqlLetterClaims
from likeness.storage.links import SqlLinks
from likeness.storage.merges import SqlMerges
from likeness.storage.notes import SqlNotes
from likeness.storage.notices import SqlNotices
from likeness.storage.outbox import SqlOutbox
from likeness.storage.overview import SqlOverview
from likeness.storage.pending import SqlPendingEnrolments
from likeness.storage.people import SqlPeople
from likeness.storage.purging import SqlPurges
from likeness.storage.queue import SqlQueue
from likeness.storage.records import SqlRecords
from likeness.storage.sessions import SqlSessions
from likeness.storage.sight import SqlSight
from likeness.storage.signatures import SqlSignatures
from likeness.storage.stages import SqlStages
from likeness.storage.standing import Memory, SqlStanding
from likeness.storage.tellings import SqlTellings
from likeness.storage.transitions import SqlTransitions
from likeness.storage.troubles import translated
from likeness.storage.upgrades import SqlUpgrades
from likeness.storage.used_forms import SqlUsedForms
from likeness.storage.vault_rows import VaultRows
from likeness.storage.withdrawals import SqlGrounds, SqlWithdrawals
from likeness.vault.ledger import Ledger
from likeness.vault.names import NameIndex
from likeness.vault.sealing import Cipher
from likeness.vault.vault import Vault


class SqlTx:
    """One transaction: every repository on the same connection."""

    def __init__(self, connection: Connection, vault: Vault, memory: Memory) -> None:
        """Work in one transaction."""
        standing = SqlStanding(connection, memory)
        self.made: list[PersonId] = []
        self.notes = SqlNotes(connection)
        self.claims = SqlClaims(connection)
        self.queue = SqlQueue(connection)
        self.assets = SqlAssets(connection)
        self.findings = SqlFindings(connection)
        self.answers = SqlAnswers(connection)
        self.people = SqlPeople(connection, vault, standing, self.made)
        self.sessions = SqlSessions(connection, standing)
        self.records = SqlRecords(connection)
        self.facts = SqlFacts(connection)
        self.stages = SqlStages(connection, standing)
        self.tellings = SqlTellings(connection)
        self.sight = SqlSight(connection)
        self.upgrades = SqlUpgrades(connection)
        self.host_records = SqlHostRecords(connection)
        self.host_troubles = SqlHostTroubles(connection)
        self.host_memory = SqlHostMemory(connection)
        self.found_links = SqlFoundLinks(connection)
        self.notices = SqlNotices(connection)
        self.asks = SqlAsks(connection)
        self.links = SqlLinks(connection)
        self.signatures = SqlSignatures(connection, vault)
        self.transitions = SqlTransitions(connection)
        self.groups = SqlGroups(connection)
        self.guardians = SqlGuardians(connection, vault)
        self.withdrawals = SqlWithdrawals(connection)
        self.grounds = SqlGrounds(connection)
        self.outbox = SqlOutbox(connection)
        self.letter_claims = SqlLetterClaims(connection)
        self.alerts = SqlAlerts(connection)
        self.keys, self.accounts = SqlKeys(connection), SqlAccounts(connection)
        self.web_sessions = SqlWebSessions(connection)
        self.access = SqlAccessLog(connection)
        self.overview = SqlOverview(connection)
        self.gallery = SqlGallery(connection, vault)
        sealed = VaultRows(connection, vault)
        self.evidence = SqlEvidence(connection, sealed)
        self.holds = SqlHolds(connection, vault)
        self.purges = SqlPurges(connection)
        self.dump = SqlDump(connection)
        self.import_keys = SqlImportKeys(connection, vault.derive("import keys"))
        self.knocks = SqlKnocks(connection, vault.derive("knocks"))
        self.used_forms = SqlUsedForms(connection)
        self.codes = SqlCodes(connection, vault.own_cipher("codes"), vault.derive("code digits"))
        self.address_changes = SqlAddressChanges(connection, sealed, vault.derive("addresses"))
        self.held, self.merges = SqlHeld(connection, standing), SqlMerges(connection, standing)
        self.pending_enrolments = SqlPendingEnrolments(connection, sealed)


class SqlStore:
    """The store. Thread-safe; `open_store` makes it."""

    def __init__(self, engines: Engines, vault: Vault, ledger: Ledger) -> None:
        """Take over what `open_store` opened and checked."""
        self._engines, self._vault = engines, vault
        self._erasing = Erasing(engines, vault, ledger)
        self._writing = threading.local()
        self._turn = threading.Lock() if engines.one_writer else nullcontext()
        """Writers of this process wait here: SQLite itself lets them poll, the unlucky for long."""
        self._names = NameIndex("", {})
        self._memory: Memory = {}

    @contextmanager
    def begin(self) -> Iterator[SqlTx]:
        """Open a writing transaction; committed durably when the block ends.

        Raises `StoreBusy`, `StoreFull`, `StoreBroken`, and `StoreNested` where this thread writes
        already.
        """
        self._refuse_nested()
        self._writing.now = True
        try:
            with translated(), self._turn, self._engines.writer.begin() as connection:
                tx = SqlTx(connection, self._vault, self._memory)
                with self._dropping(tx.made):
                    yield tx
        finally:
            self._writing.now = False
        if tx.made:
            with translated():
                self._vault.settle(tx.made)

    @contextmanager
    def read(self) -> Iterator[SqlTx]:
        """Open a reading transaction: one moment of the database; writing in it is refused."""
        with translated(reads=True), self._engines.reader.begin() as connection:
            yield SqlTx(connection, self._vault, self._memory)

    def derive(self, purpose: str) -> bytes:
        """Give 32 secret bytes for one purpose, derived from the key file."""
        return self._vault.derive(purpose)

    def own_cipher(self, purpose: str) -> Cipher:
        """Give a cipher for what belongs to no person, under a key derived for one purpose."""
        return self._vault.own_cipher(purpose)

    def _refuse_nested(self) -> None:
        """Say at once what would else wait for itself."""
        if getattr(self._writing, "now", False):
            raise StoreNested("this thread has a writing transaction open already")

    @contextmanager
    def _dropping(self, made: list[PersonId]) -> Iterator[None]:
        """Throw away the keys of persons whose block failed.

        A commit that fails may have happened after all: then the next opening decides.
        """
        try:
            yield
        except BaseException:
            self._vault.drop_unsettled(made)
            raise

    def erase(self, person: PersonId, at: datetime) -> bool:
        """Destroy the person's key and every row of theirs, ledger first; True when all is gone.

        False = pending: a reader keeps old pages alive; call again. Safe to run twice.
        """
        self._refuse_nested()
        self._names = NameIndex("", {})
        self._memory.clear()
        with translated():
            return self._erasing.erase(person, at)

    def find_person(self, text: str) -> tuple[PersonId, ...]:
        """Find persons by id, e-mail address or name, in memory."""
        return self.names().find(text)

    def names(self) -> NameIndex:
        """Give the names as they are now, in memory."""
        with self.read() as tx:
            version = tx.people.version()
            if self._names.version != version:
                profiles = tx.people.profiles()
                self._names = NameIndex(version, profiles, tx.people.described(profiles))
        return self._names

    def close(self) -> None:
        """Close all connections and files."""
        self._engines.dispose()
        self._vault.close()
