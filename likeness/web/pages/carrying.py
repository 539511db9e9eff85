"""What a page carries to the next one without a row: sealed, so nobody can read or change it."""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from likeness.vault.errors import SealBroken
from likeness.vault.sealing import Cipher, Label


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """Seals small documents into text for hidden fields and cookies."""

    cipher: Cipher = field(repr=False)

    def pack(self, kind: str, content: Mapping[str, Any], ends_at: datetime) -> str:
        """Seal a document that can be opened until `ends_at`."""
        body = json.dumps({"until": ends_at.timestamp(), "content": content}).encode()
        return base64.urlsafe_b64encode(self.cipher.seal(_label(kind), body)).decode()

    def unpack(self, kind: str, packed: str, now: datetime) -> dict[str, Any] | None:
        """Open one; None where it is over, changed, of another kind, or no such text."""
        try:
            sealed = base64.b64decode(packed.encode("ascii"), altchars=b"-_", validate=True)
            said = json.loads(self.cipher.open(_label(kind), sealed))
        except (binascii.Error, SealBroken, ValueError):
            return None
        content: dict[str, Any] = said["content"]
        return content if now < datetime.fromtimestamp(said["until"], UTC) else None


def _label(kind: str) -> Label:
    return Label(kind="page", record=kind)
