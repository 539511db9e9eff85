"""Identifiers of the consent domain.

All are random and opaque; none carries a name or any other personal data.
"""

from typing import NewType

PersonId = NewType("PersonId", str)
QuitclaimId = NewType("QuitclaimId", str)
FindingId = NewType("FindingId", str)
AssetId = NewType("AssetId", str)
SessionId = NewType("SessionId", str)
NoticeId = NewType("NoticeId", str)
SignerId = NewType("SignerId", str)
"""Who signed: the person's own id, or the id of one guardian. Two guardians are two signers."""
Channel = NewType("Channel", str)
"""A use that needs permission, as configured: `website`, `social-media`, `print` ..."""
Actor = NewType("Actor", str)
"""Who did something: `cli:<account>`, `key:<id>`, `timer`, `host:<name>`, `account:<id>`,
`person:<id>`, `signer:<id>`."""
AnswerId = NewType("AnswerId", str)
AttestationId = NewType("AttestationId", str)
AskId = NewType("AskId", str)
"""One asking for an answer."""
MergeId = NewType("MergeId", str)
"""Two numbers that were found to be one person."""
SignatureId = NewType("SignatureId", str)
"""One handing in of answers: the evidence that quitclaims rest on."""
GroupId = NewType("GroupId", str)
"""A class, a team: people who are asked and listed together."""
LinkHash = NewType("LinkHash", str)
"""SHA-256 of the secret of a link, in hex. The secret itself is never kept."""
WithdrawalId = NewType("WithdrawalId", str)
