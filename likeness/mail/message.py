"""From a letter to the bytes of a mail. Pure: the moment and the id are arguments."""

from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

import idna

from consent.particulars import shown_address, wrong_address
from scheduler.errors import PostRefused
from scheduler.ports.post import Mail

UNFIT = "address-unfit"


@dataclass(frozen=True, slots=True, kw_only=True)
class From:
    """Who letters come from."""

    name: str
    """The organisation, as readers know it."""
    address: str
    reply_to: str = ""

    @property
    def domain(self) -> str:
        """Give what stands behind the at sign, as servers call it."""
        return wire(self.address).domain


def wire(address: str) -> Address:
    """Give an address as servers take it: the domain in ASCII. Raises `PostRefused`.

    What stands before the at sign stays: other letters than Latin ones need a server that offers
    SMTPUTF8.
    """
    bare = shown_address(address)
    if not bare or wrong_address(bare, wide=True, near=True) is not None:
        raise PostRefused(UNFIT)
    local, _, domain = bare.rpartition("@")
    try:
        name = idna.encode(domain.lower()).decode("ascii")
    except idna.IDNAError:
        raise PostRefused(UNFIT) from None
    return Address(username=local, domain=domain if domain.isascii() else name)


def to_message(mail: Mail, sender: From, message_id: str, at: datetime) -> EmailMessage:
    """Write a mail. Raises `PostRefused` where the address or a header can be none.

    The library refuses a line break in a header, so nothing can be slipped in.
    """
    to, answers = wire(mail.to), wire(sender.reply_to) if sender.reply_to else None
    plain = to.addr_spec.isascii()
    message = EmailMessage(policy=SMTP if plain else SMTP.clone(utf8=True))
    try:
        message["From"] = _named(sender.name, wire(sender.address))
        message["To"] = to
        if answers is not None:
            message["Reply-To"] = answers
        message["Subject"] = mail.subject
        message["Date"] = at
        message["Message-ID"] = message_id
        message["Auto-Submitted"] = "auto-generated"
        message["X-Auto-Response-Suppress"] = "All"
    except (ValueError, IndexError, MessageError):
        raise PostRefused(UNFIT) from None
    message.set_content(mail.text, cte="quoted-printable")
    message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    # last: the library moves headers of this kind into the first part (email/message.py)
    message["Content-Language"] = mail.language
    return message


def _named(name: str, address: Address) -> Address:
    return Address(display_name=name, username=address.username, domain=address.domain)
