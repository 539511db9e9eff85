"""Who took a photo for use, from the log and the collections; and messages on the host's screen."""

from dataclasses import dataclass

from connector.errors import HostRefused, PhotoGone
from connector.host import Taking, Use
from connector.resourcespace.api import Api
from connector.resourcespace.judging import ref_of
from connector.resourcespace.request import tidy
from connector.resourcespace.rows import Ref
from connector.values import PhotoRef

DOWNLOADED = "d"
"""include/definitions.php: LOG_CODE_DOWNLOADED."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceSpaceUses:
    """Downloads and collections. Whose collection it is, only our plugin there says."""

    api: Api

    def of(self, ref: PhotoRef) -> tuple[Use, ...]:
        """Give each user and collection once; never ourselves."""
        number = ref_of(ref.id)
        if number is None:
            raise PhotoGone("this is no resource")
        ours = self.api.account.user.casefold()
        users = {
            row.user
            for row in self.api.history(number)
            if row.code == DOWNLOADED and row.user and row.user.casefold() != ours
        }
        return (
            *(Use(how=Taking.DOWNLOADED, user=user) for user in sorted(users)),
            *self._collected(number, ours),
        )

    def _collected(self, number: Ref, ours: str) -> tuple[Use, ...]:
        """Give each collection, with its owner where that is known; never our own."""
        owners = self.api.collectors(number)
        places = sorted({*self.api.collections(number), *owners})
        uses = (
            Use(how=Taking.COLLECTED, user=owners.get(place, ""), place=str(place))
            for place in places
        )
        return tuple(use for use in uses if use.user.casefold() != ours)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceSpaceMessage:
    """Messages that a user sees in ResourceSpace for 30 days."""

    api: Api

    def tell(self, user: str, text: str) -> None:
        """Put one message there. ResourceSpace keeps HTML in it, so there must be none."""
        plain = tidy(text).replace("<", "(").replace(">", ")")
        if not self.api.tell(user, plain):
            raise HostRefused("the message was not taken: is there such a user?")
