"""The closed word lists of the consent domain. Values are stored and audited: never rename one."""

from enum import StrEnum


class Mode(StrEnum):
    """How far recognition may go for one photo, from least to most."""

    OFF = "off"
    DETECT = "detect"
    SESSION = "session"
    GALLERY = "gallery"


class ConsentState(StrEnum):
    """States of one consent, in terms of the W3C Data Privacy Vocabulary 2.3 (dpv:Consent...)."""

    UNKNOWN = "unknown"
    REQUESTED = "requested"
    DEFERRED = "deferred"
    REFUSED = "refused"
    GIVEN = "given"
    RENEWED = "renewed"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"
    INVALIDATED = "invalidated"


NOES = frozenset({ConsentState.REFUSED, ConsentState.WITHDRAWN, ConsentState.REVOKED})
"""States in which somebody said no."""


class Ground(StrEnum):
    """Why an image may be used. Anything but consent is a recorded ground, for image use only."""

    CONSENT = "consent"
    CONTRACT = "contract"
    MODEL_RELEASE = "model-release"
    PUBLIC_INTEREST = "public-interest"
    LEGITIMATE_INTEREST = "legitimate-interest"
    LEGAL_OBLIGATION = "legal-obligation"
    DEMO = "demo"
    """Counts only in a data folder that was made by `likeness demo`."""


class Verdict(StrEnum):
    """The answer for one channel. Severity: no-people < cleared < review < blocked."""

    NO_PEOPLE = "no-people"
    CLEARED = "cleared"
    REVIEW = "review"
    BLOCKED = "blocked"
    NOT_ASSESSED = "not-assessed"


class Status(StrEnum):
    """The one word editors see for the whole photo (PRODUCT: status words)."""

    CLEARED = "cleared"
    PARTLY = "partly"
    REVIEW = "review"
    BLOCKED = "blocked"
    NO_PEOPLE = "no-people"
    NOT_ASSESSED = "not-assessed"


class NotAssessed(StrEnum):
    """Why nothing can be said about a photo."""

    NOT_LOOKED = "not-looked"
    MODE_OFF = "mode-off"
    CHANGED = "changed-since"
    UNREADABLE = "unreadable"
    TRUNCATED = "truncated"
    TOO_LARGE = "too-large"
    EMPTY = "empty"
    UNSUPPORTED = "unsupported-format"
    HOSTILE = "hostile"
    TIMED_OUT = "timed-out"
    NO_PERMISSION = "no-permission"
    VANISHED = "vanished"
    VIDEO = "video"
    SEVERAL_PICTURES = "several-pictures"
    OTHER_FILES = "other-files"
    HOST_DOWN = "host-down"
    FAILED = "failed"
    SECOND_PASS_MISSING = "second-pass-missing"  # noqa: S105  a look at the photo, no secret


class FindingKind(StrEnum):
    """What is known about one face, and who says so."""

    NAMED = "named"  # a human said who it is
    ATTESTED = "attested"  # a human said who is on the photo; no box
    MATCHED = "matched"  # the machine accepted, and that counts
    AWAITING = "awaiting"  # the machine accepted, a human must confirm first: a gap
    SUGGESTED = "suggested"  # the machine suggests: a gap
    UNKNOWN = "unknown"  # a face, nobody we know
    BYSTANDER = "bystander"  # a human said: a stranger. Still a gap
    NOT_A_FACE = "not-a-face"  # a human said so; does not count
    NOBODY_TO_ASK = "nobody-to-ask"  # a human said, with a reason: counts as cleared
    IGNORED = "ignored"  # below the rule ignore_below; exempt, shown as a reason
    REMOVED = "removed"  # the person was taken off; counts as a face for ever
    EXCESS = "excess"  # more faces were counted than an attestation names persons
    COVERED = "covered"  # a face that an attestation answers for; who it is stays open
    HOST_LIMIT = "host-limit"  # no face: what the host's own consent records do not allow
    ATTESTED_BEFORE = "attested-before"  # attested on other content: only violations count


class RemovedCause(StrEnum):
    """Why the person was taken off a finding."""

    RECOGNITION_ENDED = "recognition-ended"
    OBJECTION = "objection"
    ERASURE = "erasure"


class AnswerKind(StrEnum):
    """What a human answered about one face (table face_memory)."""

    NOT_PERSON = "not-person"
    NAMED = "named"
    ACCEPTED = "accepted"  # a suggestion that was accepted: still made by machine
    BYSTANDER = "bystander"
    NOT_A_FACE = "not-a-face"
    NOBODY_TO_ASK = "nobody-to-ask"
    REMOVED = "removed"
    UNSETTLED = "unsettled"  # words on copies of it differ: it waits for a human


class Confirm(StrEnum):
    """When an `accept` of the machine must wait for a human."""

    ALWAYS = "always"
    WEAK = "weak"
    FIRST_IN_SESSION = "first-in-session"
    NEVER = "never"
