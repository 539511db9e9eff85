"""Exit codes, and which error gives which. Errors are named by text: importing them all is slow."""

from enum import IntEnum
from typing import Final


class Exit(IntEnum):
    """What the exit code of `likeness` means. Scripts rely on these: never renumber."""

    OK = 0
    ATTENTION = 1
    """Done, and something needs a human: a check failed, or dead letters wait."""
    USAGE = 2
    """The command was not understood."""
    CONFIGURATION = 3
    """Settings, key file, ledger or database do not fit; put them right and start again."""
    REFUSED = 4
    """A consent, legal basis, attestation or licence is missing; the message says which."""
    BUSY = 5
    """Another process works on the data folder; try again later."""
    MODEL = 6
    """The model pack is missing or damaged; nothing is recognised until it is put right."""
    NOT_CHECKED = 7
    """Done, and some photos could not be checked; the list says why."""
    NOT_FOUND = 8
    """What was named is not there, or several things have that name."""
    UNAVAILABLE = 9
    """A host cannot be reached, or the disk is full; try again later."""
    DAMAGED = 10
    """Stored data was changed or is broken; restore it from a backup."""
    FAULT = 70
    """A fault of Likeness itself."""
    STOPPED = 130
    """Interrupted from the keyboard."""


MEANINGS: Final = {
    Exit.OK: "done",
    Exit.ATTENTION: "done, and something needs a human",
    Exit.USAGE: "the command was not understood",
    Exit.CONFIGURATION: "settings, key file, ledger or database do not fit",
    Exit.REFUSED: "a consent, legal basis, attestation or licence is missing",
    Exit.BUSY: "another process works on the data folder",
    Exit.MODEL: "the model pack is missing or damaged",
    Exit.NOT_CHECKED: "done, and some photos could not be checked",
    Exit.NOT_FOUND: "what was named is not there, or several things have that name",
    Exit.UNAVAILABLE: "a host cannot be reached, or the disk is full",
    Exit.DAMAGED: "stored data is broken; restore it from a backup",
    Exit.FAULT: "a fault of Likeness itself",
    Exit.STOPPED: "interrupted from the keyboard",
}

BY_ERROR: Final = {
    "config.errors.SettingsError": Exit.CONFIGURATION,
    "connector.errors.Forget": Exit.NOT_CHECKED,
    "connector.errors.HostError": Exit.UNAVAILABLE,
    "connector.errors.HostRefused": Exit.CONFIGURATION,
    "connector.errors.Retry": Exit.UNAVAILABLE,
    "connector.errors.SecretUnfit": Exit.CONFIGURATION,
    "consent.errors.ConsentError": Exit.REFUSED,
    "consent.errors.ParticularsRefused": Exit.USAGE,
    "likeness.accounts.errors.AccountError": Exit.REFUSED,
    "likeness.accounts.errors.NoSuchAccount": Exit.NOT_FOUND,
    "likeness.audit.errors.ChainBroken": Exit.DAMAGED,
    "likeness.audit.errors.ReasonRefused": Exit.USAGE,
    "likeness.bootstrap.errors.AlreadyRunning": Exit.BUSY,
    "likeness.bootstrap.errors.BootstrapError": Exit.CONFIGURATION,
    "likeness.demo.errors.DemoError": Exit.CONFIGURATION,
    "likeness.errors.LikenessError": Exit.CONFIGURATION,
    "likeness.notices.errors.NoSuchNotice": Exit.NOT_FOUND,
    "likeness.notices.errors.NoticeFileError": Exit.CONFIGURATION,
    "likeness.storage.errors.StorageError": Exit.CONFIGURATION,
    "likeness.storage.errors.StoreBroken": Exit.DAMAGED,
    "likeness.storage.errors.StoreBusy": Exit.BUSY,
    "likeness.storage.errors.StoreFull": Exit.UNAVAILABLE,
    "likeness.storage.errors.StoreUnreachable": Exit.UNAVAILABLE,
    "likeness.storage.errors.StoreNested": Exit.FAULT,
    "likeness.vault.errors.KeysDamaged": Exit.DAMAGED,
    "likeness.vault.errors.NoKey": Exit.NOT_FOUND,
    "likeness.vault.errors.SealBroken": Exit.DAMAGED,
    "likeness.vault.errors.VaultError": Exit.CONFIGURATION,
    "likeness.web.errors.ListenerLost": Exit.UNAVAILABLE,
    "likeness.web.errors.WebError": Exit.CONFIGURATION,
    "recognition.errors.ChildLost": Exit.UNAVAILABLE,
    "recognition.errors.FaceNotThere": Exit.NOT_FOUND,
    "recognition.errors.LicenceNotAccepted": Exit.REFUSED,
    "recognition.errors.PhotoRefused": Exit.NOT_CHECKED,
    "recognition.errors.RecognitionError": Exit.MODEL,
    "scheduler.errors.ChoiceNeeded": Exit.NOT_FOUND,
    "scheduler.errors.ConsentMissing": Exit.REFUSED,
    "scheduler.errors.JobError": Exit.REFUSED,
    "scheduler.errors.NoSuchRow": Exit.NOT_FOUND,
    "scheduler.errors.PostError": Exit.UNAVAILABLE,
    "scheduler.errors.PostRefused": Exit.CONFIGURATION,
    "scheduler.errors.StaleClaim": Exit.BUSY,
}


def exit_for(error: BaseException) -> Exit:
    """Give the code of an error by its class, or the nearest class it is a kind of."""
    for kind in type(error).__mro__:
        known = BY_ERROR.get(f"{kind.__module__}.{kind.__qualname__}")
        if known is not None:
            return known
    return Exit.FAULT
