"""A thin client of ResourceSpace's API: one method per call we use, nothing decided here."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from typing import Protocol, Self

from connector.errors import HostConfused, HostRefused, HostUnavailable, NoSuchCall
from connector.resourcespace import answers, request
from connector.resourcespace.answers import Json
from connector.resourcespace.request import Account, Value
from connector.resourcespace.rows import (
    Access,
    FieldRef,
    Fields,
    Found,
    HistoryRow,
    LogRow,
    NodeRef,
    Option,
    Picture,
    Ref,
    Resource,
)
from connector.transport import TOTAL_S, Reply, Sending


class Sender(Protocol):
    """What sends: connector.transport."""

    def send(self, sending: Sending) -> Reply:
        """Give the whole answer."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What to look for. `archive` lists states; special searches (`!`) take no notice of it."""

    text: str = ""
    types: tuple[int, ...] = ()
    archive: tuple[int, ...] = ()
    order: str = "resourceid"
    sort: str = "asc"

    def params(self, offset: int, count: int) -> Mapping[str, Value]:
        """Write as parameters. `fetchrows` in this form must never be joined by `offset`."""
        return {
            "search": self.text,
            "restypes": ",".join(map(str, self.types)),
            "order_by": self.order,
            "archive": ",".join(map(str, self.archive)),
            "fetchrows": f"{offset},{count}",
            "sort": self.sort,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """One ResourceSpace, asked in the name of one user.

    Every call may raise `HostUnavailable`, `HostRefused`, `AnswerTooLarge` and `HostConfused`.
    """

    sender: Sender
    url: str
    """Address of the site, without a slash at the end."""
    account: Account
    clock: Callable[[], float] = time.monotonic
    until: float | None = None
    """When all calls must be over, in seconds of `clock`."""

    def within(self, total_s: float) -> Self:
        """Give a client whose calls are over in so many seconds, all together."""
        return replace(self, until=self.clock() + total_s)

    def left_s(self) -> float:
        """Give the seconds the next call may take. Raises `HostUnavailable` where none are left."""
        if self.until is None:
            return TOTAL_S
        left = self.until - self.clock()
        if left <= 0:
            raise HostUnavailable("the time for this photo is over")
        return min(left, TOTAL_S)

    def call(self, function: str, **params: Value) -> Json:
        """Make one call. A host that gives no answer is asked whether it is well at all.

        May be sent twice: no call in here does more harm the second time.
        """
        try:
            return self._ask(function, params)
        except HostConfused:
            self._ask_whether_well()
            raise

    def _ask(self, function: str, params: Mapping[str, Value]) -> Json:
        return answers.value_of(self.sender.send(self._sending(function, params)))

    def _sending(self, function: str, params: Mapping[str, Value]) -> Sending:
        return Sending(
            method="POST",
            url=f"{self.url}/api/",
            body=request.body(self.account, function, params),
            headers=request.FORM,
            total_s=self.left_s(),
        )

    def _ask_whether_well(self) -> None:
        """Tell a photo that the host stumbles over from a host that is down."""
        try:
            answers.yes(self._ask("checkperm", {"perm": "s"}))
        except HostConfused as error:
            raise HostUnavailable(f"the host gives no answers: {error}") from None

    def may(self, permission: str) -> bool:
        """Tell whether our user has a permission."""
        return answers.yes(self.call("checkperm", perm=permission))

    def resource(self, ref: Ref) -> Resource | None:
        """Look at one resource; None where it is gone for good, or not for us."""
        return answers.resource(self.call("get_resource_data", resource=ref))

    def access(self, ref: Ref) -> int:
        """Tell how far a resource is open to us; 99 = there is no such resource."""
        found = answers.number(self.call("get_resource_access", resource=ref))
        return Access.CONFIDENTIAL if found is None else found

    def may_edit(self, ref: Ref) -> bool:
        """Tell whether we may edit a resource in the state it is in."""
        return answers.yes(self.call("get_edit_access", resource=ref))

    def search(self, search: Search, offset: int, count: int) -> Found:
        """Give one page of a search."""
        return answers.found(self.call("do_search", **search.params(offset, count)))

    def joined(self, search: Search) -> frozenset[FieldRef]:
        """Give the fields that come with every row of a search, as thumbnails need them."""
        value = self.call("do_search", **search.params(0, 1))
        rows = answers.rows(value.get("data") if isinstance(value, dict) else value)
        names = [name.removeprefix("field") for name in next(iter(rows), {}) if "field" in name]
        return frozenset(FieldRef(int(name)) for name in names if name.isdecimal())

    def previews(self, search: Search, offset: int, count: int) -> Found:
        """Give one page of a search that prepares previews, the cheapest way through them all."""
        params = search.params(offset, count)
        return answers.found(
            self.call("search_get_previews", **params, getsizes="scr", previewext="jpg")
        )

    def log(self, first: int, count: int) -> tuple[LogRow, ...]:
        """Give log rows from number `first` on, itself included, oldest first."""
        return answers.log(
            self.call("resource_log_last_rows", minref=first, days=1, maxrecords=count)
        )

    def fields(self, ref: Ref) -> Fields:
        """Give every field of a resource. One that is not there has them, too, all empty."""
        return answers.fields(self.call("get_resource_field_data", resource=ref))

    def every_field(self, types: Sequence[int]) -> Fields:
        """Give every field that all these types have. Raises `HostRefused` but to administrators.

        The only way to see the fields of a type before there is a resource of it.
        """
        return answers.field_list(self.call("get_resource_type_fields"), types)

    def options(self, field: FieldRef) -> tuple[Option, ...] | None:
        """Give the options of a list field; None where it has none, or we may not see it."""
        return answers.options(self.call("get_field_options", ref=field, nodeinfo=True))

    def has_field(self, field: FieldRef) -> bool:
        """Tell a field that is there, shown to us or not, from one that was deleted.

        Asked for its options a hidden one says no, and one that is gone makes an error note.
        """
        try:
            self.options(field)
        except HostConfused:
            return False
        return True

    def history(self, ref: Ref) -> tuple[HistoryRow, ...]:
        """Give who changed what in a resource, oldest first."""
        return answers.history(self.call("get_resource_log", resource=ref))

    def pictures(self, ref: Ref) -> tuple[Picture, ...]:
        """Give the sizes that exist: the original and its previews."""
        return answers.pictures(self.call("get_resource_all_image_sizes", resource=ref))

    def alternatives(self, ref: Ref) -> tuple[str, ...] | None:
        """Give the kinds of the other files of a resource; None where the host does not tell."""
        try:
            value = self.call("get_alternative_files", resource=ref)
        except NoSuchCall:
            return None
        return answers.kinds(value) if isinstance(value, list) else None

    def user(self) -> int | None:
        """Give the number of our own user; None where we may not see users."""
        known = answers.rows(
            self.call("get_users", find=self.account.user, exact_username_match=True)
        )
        numbers = [
            answers.number(row.get("ref"))
            for row in known
            if str(row.get("username", "")).casefold() == self.account.user.casefold()
        ]
        return numbers[0] if numbers else None

    def version(self) -> str:
        """Tell which version it says it is; empty where it does not say. No right is needed."""
        try:
            return answers.version(self.call("get_system_status"))
        except HostConfused:
            return ""

    def moment(self) -> float | None:
        """Tell the host's own time, seconds UTC; None where it does not say."""
        reply = self.sender.send(self._sending("checkperm", {"perm": "s"}))
        try:
            return parsedate_to_datetime(reply.headers.get("date", "")).timestamp()
        except ValueError:
            return None

    def collections(self, ref: Ref) -> tuple[int, ...]:
        """Give the numbers of the collections a resource is in, as far as we may see them."""
        found = answers.rows(self.call("get_resource_collections", ref=ref))
        numbers = (answers.number(row.get("ref")) for row in found)
        return tuple(sorted({number for number in numbers if number is not None}))

    def collectors(self, ref: Ref) -> Mapping[int, str]:
        """Give who owns each collection a resource is in; empty where our plugin is not there."""
        try:
            found = answers.rows(self.call("likeness_collectors", resource=ref))
        except NoSuchCall:
            return {}
        numbers = [(answers.number(row.get("collection")), row.get("username")) for row in found]
        return {number: str(user) for number, user in numbers if number is not None and user}

    def tell(self, user: str, text: str) -> bool:
        """Show a message to a user on the host's screen; False where there is no such user.

        Never sent again by itself: twice would be two messages.
        """
        params: dict[str, Value] = {"users": user, "text": text}
        sending = replace(self._sending("send_user_message", params), repeatable=False)
        return answers.value_of(self.sender.send(sending)) is True

    def update(self, ref: Ref, field: FieldRef, value: str) -> bool:
        """Set one field; the same value again does nothing. False says no more than no."""
        return answers.yes(self.call("update_field", resource=ref, field=field, value=value))

    def put_access(self, ref: Ref, access: int) -> bool:
        """Open or close a resource. False where it is so already, or where we may not."""
        return answers.yes(
            self.call("put_resource_data", resource=ref, data={"access": str(access)})
        )

    def keyword(self, field: FieldRef, name: str) -> NodeRef | None:
        """Make a keyword, or find the one there is; None where we may not."""
        made = answers.number(
            self.call("set_node", ref="NULL", resource_type_field=field, name=name)
        )
        return None if made is None else NodeRef(made)

    def new_option(self, field: FieldRef, name: str, order: int) -> NodeRef | None:
        """Make an option of a list; None where we may not.

        Only for a name no option has: one that differs in case alone would be made once more
        (include/node_functions.php:53).
        """
        made = self.call(
            "set_node", ref="NULL", resource_type_field=field, name=name, order_by=order
        )
        node = answers.number(made)
        return None if node is None else NodeRef(node)

    def new_field(self, title: str, types: Sequence[int], kind: int) -> FieldRef:
        """Make a metadata field; only an administrator may. Twice would be two: never sent again.

        Raises `HostRefused` where we may not.
        """
        params: dict[str, Value] = {
            "name": title,
            "resource_types": ",".join(map(str, types)),
            "type": kind,
        }
        sending = replace(self._sending("create_resource_type_field", params), repeatable=False)
        made = answers.number(answers.data_of(answers.value_of(self.sender.send(sending)), "ref"))
        if made is None:
            raise HostRefused("the field could not be made")
        return FieldRef(made)


def listing(refs: Iterable[Ref]) -> Search:
    """Search for exactly these resources, in whatever state they are."""
    return Search(text=f"!list{':'.join(map(str, refs))}")
