"""From a letter to the bytes of a mail. Pure: the moment and the id are arguments."""

from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

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
        """Give what stands behind the at sign."""
        return self.address.rpartition("@")[2]


def to_message(mail: Mail, sender: From, message_id: str, at: datetime) -> EmailMessage:
    """Write a mail. Raises `PostRefused` where the address or a header can be none.

    The library refuses a line break in a header, so nothing can be slipped in.
    """
    message = EmailMessage(policy=SMTP)
    try:
        message["From"] = Address(display_name=sender.name, addr_spec=sender.address)
        message["To"] = Address(addr_spec=mail.to)
        if sender.reply_to:
            message["Reply-To"] = Address(addr_spec=sender.reply_to)
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
