"""The functions of a fake ResourceSpace's API: parameters in as text, JSON values out."""

import base64
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from urllib.parse import urlencode

from tests.fakes.resourcespace import consents, metadata
from tests.fakes.resourcespace.items import LIST_TYPES, Field, Item, User
from tests.fakes.resourcespace.metadata import Broken, Forbidden, may_edit, may_see
from tests.fakes.resourcespace.site import Site

Json = object
Params = Mapping[str, str]


def stamp(moment: datetime | None) -> str | None:
    return None if moment is None else moment.strftime("%Y-%m-%d %H:%M:%S")


def _item(site: Site, user: User, params: Params, name: str = "resource") -> Item | None:
    """Find a resource this user may know of."""
    text = params.get(name, "")
    item = site.items.get(int(text)) if text.isdecimal() else None
    hidden = item is not None and item.access == 2 and not user.may("v")
    return None if hidden else item


def _common(item: Item) -> dict[str, Json]:
    return {
        "ref": item.ref,
        "resource_type": item.type,
        "has_image": item.has_image,
        "is_transcoding": 0,
        "creation_date": stamp(item.created),
        "rating": None,
        "file_extension": item.extension,
        "preview_extension": "jpg",
        "thumb_width": 200,
        "thumb_height": 138,
        "archive": item.archive,
        "access": item.access,
        "created_by": item.created_by,
        "file_path": None,
        "file_modified": stamp(item.file_modified),
        "file_checksum": item.checksum,
        "preview_tweaks": item.tweaks,
        "modified": stamp(item.modified),
        "file_size": len(item.data) if item.extension else None,
        "field12": item.texts.get(12, "")[:200] or None,
        "field8": item.texts.get(8, "")[:200] or None,
    }


def get_resource_data(site: Site, user: User, params: Params) -> Json:
    item = _item(site, user, params)
    if item is None:
        return False
    extra = {"title": None, "lock_user": item.lock_user, "no_file": int(not item.extension)}
    return _common(item) | extra


def get_resource_access(site: Site, user: User, params: Params) -> Json:
    if not params.get("resource", "").isdecimal():
        return False
    item = site.items.get(int(params["resource"]))
    if item is None:
        return 99
    return 0 if user.may("v") else item.access


def get_edit_access(site: Site, user: User, params: Params) -> Json:
    item = _item(site, user, params)
    return item is not None and may_edit(user, item)


def checkperm(site: Site, user: User, params: Params) -> Json:
    del site
    return user.may(params.get("perm", ""))


def _hits(site: Site, user: User, params: Params) -> list[Item]:
    search, archive = params.get("search", ""), params.get("archive", "")
    states = {int(word) for word in archive.split(",") if word.lstrip("-").isdecimal()} or {0}
    types = {int(word) for word in params.get("restypes", "").split(",") if word.isdecimal()}
    everything = [one for one in site.items.values() if one.access != 2 or user.may("v")]
    if search.startswith("!list"):
        wanted = {int(word) for word in search[5:].split(":") if word.isdecimal()}
        return [one for one in everything if one.ref in wanted]
    if search.startswith("!collection"):
        number = int(search[11:])
        if number not in site.collections:
            raise Broken
        return [one for one in everything if one.ref in site.collections[number]]
    name, _, value = search.partition(":")
    return [
        one
        for one in everything
        if one.archive in states
        and (not types or one.type in types)
        and (not search or _holds(site, one, name, value))
    ]


def _holds(site: Site, item: Item, name: str, value: str) -> bool:
    shown = site.shown(item.ref)
    about = next((one for one in site.fields.values() if one.name == name), None)
    return about is not None and value.casefold() in shown.get(about.ref, "").casefold()


def do_search(site: Site, user: User, params: Params) -> Json:
    """Search; without the permission, no hits and no word about it."""
    hits = _hits(site, user, params) if user.may("s") else []
    by_time = params.get("order_by") == "modified"
    hits.sort(
        key=lambda one: (stamp(one.modified) or "", one.ref) if by_time else ("", one.ref),
        reverse=params.get("sort", "desc") == "desc",
    )
    first, comma, count = params.get("fetchrows", "-1").partition(",")
    if not comma:
        return [_row(site, item) for item in hits]
    page = hits[int(first) : int(first) + int(count)]
    question = f"{params.get('search')}|{params.get('archive')}|{params.get('restypes')}"
    total = site.total_cache.setdefault(question, len(hits))
    upto = int(first) + len(page)
    if page and (len(page) < int(count) or upto > total):  # include/database_functions.php:1213
        total = upto
    elif not page and int(count):
        total = min(total, int(first))
    return {"total": total, "data": [_row(site, item) for item in page]}


def _row(site: Site, item: Item) -> dict[str, Json]:
    shown = site.shown(item.ref)
    joined = {f"field{ref}": shown.get(ref, "")[:200] or None for ref in sorted(site.joined)}
    more = {"resultant_access": item.access, "total_hit_count": 0}
    return {"score": 0, **_common(item), **joined, **more}


def search_get_previews(site: Site, user: User, params: Params) -> Json:
    found = do_search(site, user, params)
    rows = found["data"] if isinstance(found, dict) else found
    assert isinstance(rows, list)
    for row in rows:
        item = site.items[row["ref"]]
        for code in params.get("getsizes", "").split(","):
            if code in item.sizes:
                row[f"url_{code}"] = picture_url(site, user, item, code)
    return found


def resource_log_last_rows(site: Site, user: User, params: Params) -> Json:
    """Give the log from a row on, that row included; without `v`, nothing."""
    if not user.may("v"):
        return []
    first, most = int(params.get("minref") or 0), int(params.get("maxrecords") or 0)
    lines = [line for line in site.lines if line.ref >= first and line.code != "l"]
    return [
        {
            "date": stamp(line.at),
            "ref": line.ref,
            "resource": line.resource,
            "type": line.code,
            "field": line.field,
            "user": line.user,
            "notes": line.notes,
            "diff": line.diff,
            "usageoption": -1,
        }
        for line in (lines[:most] if most else lines)
    ]


def get_resource_log(site: Site, user: User, params: Params) -> Json:
    if not user.may("v"):
        return []
    names = {one.ref: one.name for one in site.users.values()}
    return [
        {
            "ref": line.ref,
            "resource": line.resource,
            "date": stamp(line.at),
            "username": names.get(line.user or 0, ""),
            "type": line.code,
            "field": line.field,
            "diff": line.diff,
            "previous_value": "",
        }
        for line in reversed(site.lines)
        if str(line.resource) == params.get("resource")
    ]


def get_resource_collections(site: Site, user: User, params: Params) -> Json:
    """List the collections of a resource, without saying whose they are."""
    item = _item(site, user, params, "ref")
    held = (
        [] if item is None else [one for one, refs in site.collections.items() if item.ref in refs]
    )
    return [{"ref": one, "name": f"Collection {one}", "description": ""} for one in held]


def likeness_collectors(site: Site, user: User, params: Params) -> Json:
    """Say whose collections a resource is in, as our plugin does."""
    ref = params.get("resource", "")
    if not ref.isdigit() or not user.may("v"):
        return False
    held = [one for one, refs in site.collections.items() if int(ref) in refs]
    return [{"collection": one, "username": site.owners[one]} for one in sorted(held)]


def send_user_message(site: Site, user: User, params: Params) -> Json:
    """Show a message to users by name or number."""
    del user
    wanted = params.get("users", "").split(",")
    found = [one for one in site.users.values() if one.name in wanted or str(one.ref) in wanted]
    if len(found) < len(wanted):
        return "Invalid user specified"
    site.messages += [(one.name, params.get("text", "")) for one in found]
    return True


def get_resource_field_data(site: Site, user: User, params: Params) -> Json:
    return metadata.described(site, user, int(params.get("resource") or 0))


def get_field_options(site: Site, user: User, params: Params) -> Json:
    about = site.fields.get(int(params.get("ref") or 0))
    if about is None:
        raise Broken
    if about.type not in LIST_TYPES or not may_see(user, about.ref):
        return False
    return [
        {
            "ref": node.ref,
            "name": node.name,
            "parent": None,
            "order_by": 10,
            "active": int(node.active),
            "translated_name": metadata.english(node.name),
        }
        for node in about.nodes.values()
    ]


def get_resource_type_fields(site: Site, user: User, params: Params) -> Json:
    """List every field; numbers are texts. Only for administrators."""
    del params
    if not user.may("a"):
        raise Forbidden
    return [
        {
            "ref": str(one.ref),
            "name": one.name,
            "title": one.title,
            "type": str(one.type),
            "global": str(int(not one.types)),
            "resource_types": ",".join(map(str, sorted(one.types))) or None,
        }
        for one in site.fields.values()
    ]


def get_users(site: Site, user: User, params: Params) -> Json:
    """List users; numbers are texts, unless one is looked for."""
    del user
    wanted = params.get("find", "")
    return [
        {"ref": one.ref if wanted else str(one.ref), "username": one.name, "fullname": one.name}
        for one in site.users.values()
        if not wanted or wanted in one.name
    ]


def get_system_status(site: Site, user: User, params: Params) -> Json:
    """Tell how the system is; the long answer says which version it is, to every user."""
    del user
    if params.get("basic"):
        return {"status": "OK"}
    told = {"version": {"status": "OK", "info": site.version}} if site.version else {}
    return {"results": {"cron_process": {"status": "FAIL"}, **told}, "status": "FAIL"}


def set_node(site: Site, user: User, params: Params) -> Json:
    about = site.fields[int(params["resource_type_field"])]
    allowed = user.may("a") or user.may("k") or about.type == 9
    if not allowed or user.may(f"bdk{about.ref}"):
        return False
    if site.narrow and any(ord(char) > 0xFFFF for char in params["name"]):
        raise Broken
    return site.option(about.ref, params["name"])


def create_resource_type_field(site: Site, user: User, params: Params) -> Json:
    """Make a field; the same title again makes another."""
    if not user.may("a"):
        return {"status": "fail", "data": {"message": "Permission denied."}}
    ref = max(site.fields) + 1
    name = "".join(char for char in params["name"].lower() if char.isascii() and char.isalnum())
    types = frozenset(int(one) for one in params["resource_types"].split(",") if one != "0")
    taken = any(one.name == name[:20] for one in site.fields.values())
    short = f"{name[:20]}{ref}" if taken else name[:20]
    site.fields[ref] = Field(ref, short, params["name"], int(params["type"]), types=types)
    return {"status": "success", "data": {"ref": ref}}


def update_field(site: Site, user: User, params: Params) -> Json:
    if params.get("nodevalues", "0") not in {"", "0"}:
        raise AssertionError("nodevalues only ever adds: never send it")
    number = int(params.get("resource") or 0)
    return metadata.update(site, user, number, int(params["field"]), params.get("value", ""))


def put_resource_data(site: Site, user: User, params: Params) -> Json:
    """Change columns; false both where nothing changes and where one may not."""
    data = json.loads(params["data"])
    item = _item(site, user, params)
    if item is None or not may_edit(user, item) or item.access == int(data["access"]):
        return False
    level = int(data["access"])
    site.set_access(item.ref, level, by=user.name)
    if level not in {0, 1, 2, 3}:
        raise Broken
    return True


def get_resource_all_image_sizes(site: Site, user: User, params: Params) -> Json:
    item = _item(site, user, params)
    if item is None or not item.extension:
        return []
    original = [("original", item.extension, (item.width, item.height))]
    made = [(code, "jpg", size) for code, size in item.sizes.items()]
    return [
        {
            "size_code": code,
            "extension": extension,
            "url": picture_url(site, user, item, "" if code == "original" else code),
            "width": size[0],
            "height": size[1],
            "filesize": "129&nbsp;KB",
        }
        for code, extension, size in original + made
    ]


def get_alternative_files(site: Site, user: User, params: Params) -> Json:
    item = _item(site, user, params)
    if item is None or site.hides_others:
        return False
    return [
        {
            "ref": number,
            "name": f"x.{kind}",
            "description": "",
            "file_name": f"x.{kind}",
            "file_extension": kind,
            "file_size": 105037,
            "creation_date": "2026-11-20 23:58:18",
            "alt_type": "",
        }
        for number, kind in enumerate(item.others, start=1)
    ]


def picture_url(site: Site, user: User, item: Item, code: str) -> str:
    """Write the address of a picture, in either form. The host's own name is in it."""
    extension = "jpg" if code else item.extension
    made = item.previews_made if code else item.file_modified
    version = int(made.replace(tzinfo=site.zone).astimezone(UTC).timestamp()) if made else ""
    if not site.hidden_paths:
        return (
            f"http://host/filestore/{item.ref}_da28/{item.ref}{code}_d9f2.{extension}?v={version}"
        )
    query = urlencode(
        {"ref": item.ref, "size": code, "ext": extension, "page": 1, "alternative": -1, "k": ""}
    )
    key = access_key(user, item.ref, code)
    return f"http://host/pages/download.php?{query}&noattach=true&v={version}&access_key={key}"


def access_key(user: User, ref: int, code: str) -> str:
    """Bind a key to user, resource and size."""
    return base64.b64encode(f"{user.ref}|{ref}|{code}|{user.key}".encode()).decode()


PLUGIN = frozenset({likeness_collectors.__name__})
"""Calls that are there only with our plugin."""
CALLS: Mapping[str, Callable[[Site, User, Params], Json]] = {
    call.__name__: call
    for call in (
        get_resource_data,
        get_resource_access,
        get_edit_access,
        checkperm,
        do_search,
        search_get_previews,
        resource_log_last_rows,
        get_resource_log,
        get_resource_collections,
        likeness_collectors,
        send_user_message,
        get_resource_field_data,
        get_field_options,
        get_resource_type_fields,
        get_users,
        get_system_status,
        set_node,
        create_resource_type_field,
        update_field,
        put_resource_data,
        get_resource_all_image_sizes,
        get_alternative_files,
    )
} | dict(consents.CALLS)
