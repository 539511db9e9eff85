"""Fields of resources in a fake ResourceSpace: reading and writing, as the live one does it."""

from datetime import datetime

from tests.fakes.resourcespace.items import SINGLE_TYPES, Field, Item, User
from tests.fakes.resourcespace.site import Site, split


class Broken(Exception):  # noqa: N818 - what PHP calls an error
    """An SQL error or the like: the caller is told no more than that."""


class Forbidden(Exception):  # noqa: N818 - 403 is no error of ours
    """Only for administrators: status 403 with an empty list."""


def may_edit(user: User, item: Item) -> bool:
    """Tell edit access: by state; pending resources of others need a right of their own."""
    if not user.may(f"e{item.archive}"):
        return False
    pending = item.archive < 0 and item.created_by != user.ref
    return not pending or user.may("t") or user.may(f"ert{item.type}")


def may_write(user: User, field_ref: int) -> bool:
    """Tell whether a field is denied: F* denies all, F-88 lets one through."""
    if user.may("F*"):
        return user.may(f"F-{field_ref}")
    return not user.may(f"F{field_ref}")


def may_see(user: User, field_ref: int) -> bool:
    return (user.may("f*") or user.may(f"f{field_ref}")) and not user.may(f"f-{field_ref}")


def update(site: Site, user: User, ref: int, field_ref: int, value: str) -> bool:
    """Set a field; every reason for a no is the same `false`."""
    item, about = site.items.get(ref), site.fields.get(field_ref)
    if item is None or about is None or not about.fits(item.type):
        return False
    locked = item.lock_user not in {None, user.ref}
    if locked or not may_edit(user, item) or not may_write(user, field_ref):
        return False
    value = value.strip()
    if about.required and not value:
        return False
    return (
        _list(site, user, item, about, value)
        if about.listed
        else _plain(site, user, item, about, value)
    )


def _plain(site: Site, user: User, item: Item, about: Field, value: str) -> bool:
    if about.type == 10 and value:
        try:
            datetime.strptime(value[:10], "%Y-%m-%d")  # noqa: DTZ007 - a day
        except ValueError:
            return False
        value = value[:10]
    if site.narrow and any(ord(char) > 0xFFFF for char in value):
        raise Broken
    before = item.texts.get(about.ref, "")
    if before == value:
        return True
    item.texts[about.ref] = value
    site.write(item, "e", user.name, field=about.ref, diff=f"- {before}\n+ {value}")
    return True


def _list(site: Site, user: User, item: Item, about: Field, value: str) -> bool:
    """Set a list; an unknown option is dropped without a word, and `true` all the same."""
    found: list[int] = []
    for name in split(value):
        ref = match(about, name)
        if ref is None and about.type == 9:
            if site.narrow and any(ord(char) > 0xFFFF for char in name):
                raise Broken
            ref = site.option(about.ref, name)
        if ref is not None and ref not in found:
            found.append(ref)
    if about.type in SINGLE_TYPES and len(found) > 1:
        return False
    before = item.nodes.get(about.ref, [])
    if set(before) == set(found):
        return True
    item.nodes[about.ref] = found
    gone = [f"- {about.nodes[ref].name}" for ref in before if ref not in found]
    come = [f"+ {about.nodes[ref].name}" for ref in found if ref not in before]
    site.write(item, "e", user.name, field=about.ref, diff="\n".join([*gone, *come]))
    return True


def match(about: Field, name: str) -> int | None:
    """Find an option by its raw name, or by its English one; case does not matter."""
    for node in about.nodes.values():
        if name.casefold() in {node.name.casefold(), english(node.name).casefold()}:
            return node.ref
    return None


def english(name: str) -> str:
    """Translate `~en:Expired~nl:Verlopen` for a user who reads English."""
    for part in name.split("~"):
        if part.startswith("en:"):
            return part[3:]
    return name


def described(site: Site, user: User, ref: int) -> list[dict[str, object]]:
    """Give all fields of a resource; of one that is not there, those of every type, empty."""
    item = site.items.get(ref)
    found = []
    for about in site.fields.values():
        fits = about.fits(item.type) if item else not about.types
        if not may_see(user, about.ref) or not fits:
            continue
        nodes = item.nodes.get(about.ref, []) if item else []
        value = (
            ", ".join(english(about.nodes[node].name) for node in nodes)
            if about.listed
            else (item.texts.get(about.ref, "") if item else "")
        )
        row: dict[str, object] = {
            "resource_type_field": about.ref,
            "fref": about.ref,
            "ref": about.ref,
            "name": about.name,
            "title": about.title,
            "type": about.type,
            "required": int(about.required),
            "help_text": "",
            "value": value,
        }
        if about.type != 7:
            row["nodes"] = _refs(nodes)
        found.append(row)
    return found


def _refs(nodes: list[int]) -> object:
    """Write nodes as the host does: a number, a text of numbers, or an empty text."""
    if len(nodes) == 1:
        return nodes[0]
    return ",".join(map(str, nodes))
