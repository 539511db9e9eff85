"""WebDAV as the server writes it: one part per status, hrefs with small hex letters."""

import re
from collections.abc import Callable, Iterable, Mapping
from urllib.parse import quote
from xml.sax.saxutils import escape

from lxml import etree

from tests.fakes.nextcloud.rows import PREVIEWED, Comment, Entry, Tag
from tests.fakes.nextcloud.site import USER, Site

D, OC, NC = "{DAV:}", "{http://owncloud.org/ns}", "{http://nextcloud.org/ns}"
PAGING = "{https://github.com/icewind1991/SearchDAV/ns}"
_PREFIX = {"DAV:": "d", "http://owncloud.org/ns": "oc", "http://nextcloud.org/ns": "nc"}
ROOT = f"/remote.php/dav/files/{USER}/"
Props = Mapping[str, Callable[[], str | None]]


def href(path: str) -> str:
    """Write an address: `(` and `)` stay, hex is small."""
    return re.sub(r"%[0-9A-F]{2}", lambda found: found[0].lower(), quote(path, safe="/()"))


def asked(body: bytes) -> list[str]:
    """Give the properties a request asks for."""
    return [str(one.tag) for one in etree.fromstring(body).iterfind(f"{D}prop/*")]


def response(path: str, props: Props, wanted: Iterable[str]) -> str:
    """Write one response: what is there in one part, what is not in another."""
    there, absent = "", ""
    for name in wanted:
        value = props[name]() if name in props else None
        short = _short(name)
        if value is None:
            absent += f"<{short}/>"
        else:
            there += f"<{short}>{value}</{short}>"
    parts = _part(there, "200 OK") + _part(absent, "404 Not Found")
    return f"<d:response><d:href>{escape(href(path))}</d:href>{parts}</d:response>"


def _part(props: str, status: str) -> str:
    if not props:
        return ""
    return (
        f"<d:propstat><d:prop>{props}</d:prop><d:status>HTTP/1.1 {status}</d:status></d:propstat>"
    )


def _short(name: str) -> str:
    space, _, local = name[1:].partition("}")
    return f"{_PREFIX.get(space, 'x')}:{local}"


def multistatus(responses: Iterable[str]) -> bytes:
    return (
        '<?xml version="1.0"?><d:multistatus xmlns:d="DAV:" xmlns:s="http://sabredav.org/ns" '
        'xmlns:oc="http://owncloud.org/ns" xmlns:nc="http://nextcloud.org/ns" xmlns:x="x:">'
        + "".join(responses)
        + "</d:multistatus>"
    ).encode()


def error(kind: str, message: str = "") -> bytes:
    said = f"<s:message>{escape(message)}</s:message>" if message else "<s:message/>"
    return (
        '<?xml version="1.0" encoding="utf-8"?><d:error xmlns:d="DAV:" '
        f'xmlns:s="http://sabredav.org/ns"><s:exception>{kind}</s:exception>{said}</d:error>'
    ).encode()


def path_of(entry: Entry) -> str:
    path = ROOT + entry.place
    return path.rstrip("/") + "/" if entry.folder else path


def of_entry(site: Site, entry: Entry, tags: list[int]) -> Props:
    """Give the properties of a file or folder; None where it has not got one."""
    file = not entry.folder
    width, height = entry.size_px
    return {
        f"{OC}fileid": lambda: str(entry.id),
        f"{OC}id": lambda: f"{entry.id:08d}ocd51448c3z5",
        f"{D}getetag": lambda: f"&quot;{entry.etag}&quot;",
        f"{D}resourcetype": lambda: "" if file else "<d:collection/>",
        f"{D}getcontentlength": lambda: str(len(entry.data)) if file else None,
        f"{D}getcontenttype": lambda: entry.media_type if file else None,
        f"{OC}permissions": lambda: entry.permissions if file else "RMGDNVCK",
        f"{OC}checksums": lambda: (
            f"<oc:checksum>SHA1:{entry.checksum}</oc:checksum>" if entry.checksum else None
        ),
        f"{NC}upload_time": lambda: str(entry.uploaded),
        f"{NC}has-preview": lambda: str(entry.media_type in PREVIEWED).lower() if file else None,
        f"{NC}mount-type": lambda: "group" if site.in_team_folder(entry) else "",
        f"{NC}acl-enabled": lambda: (
            ("1" if site.ruled else "") if site.in_team_folder(entry) else None
        ),
        f"{NC}is-mount-root": lambda: str(entry.mount).lower(),
        f"{NC}metadata-photos-size": lambda: (
            f"<width>{width}</width><height>{height}</height>" if width else None
        ),
        f"{NC}metadata-photos-original_date_time": lambda: (
            str(entry.taken) if entry.taken else None
        ),
        f"{NC}system-tags": lambda: "".join(_inline(site.tags[one]) for one in tags),
    }


def _inline(tag: Tag) -> str:
    assign = str(tag.ours_to_assign).lower()
    return (
        f'<nc:system-tag oc:can-assign="{assign}" oc:id="{tag.id}" oc:user-assignable="false" '
        f'oc:user-visible="true" nc:color="{tag.color}">{escape(tag.name)}</nc:system-tag>'
    )


def of_tag(tag: Tag) -> Props:
    return {
        f"{OC}id": lambda: str(tag.id),
        f"{OC}display-name": lambda: escape(tag.name),
        f"{OC}user-visible": lambda: str(tag.visible).lower(),
        f"{OC}user-assignable": lambda: str(tag.assignable).lower(),
        f"{OC}can-assign": lambda: str(tag.ours_to_assign).lower(),
        f"{NC}color": lambda: tag.color,
        f"{OC}groups": lambda: escape("|".join(tag.groups)),
    }


def of_comment(comment: Comment) -> Props:
    return {
        f"{OC}id": lambda: str(comment.id),
        f"{OC}actorId": lambda: comment.actor,
        f"{OC}actorType": lambda: "users",
        f"{OC}message": lambda: escape(comment.text),
        f"{OC}verb": lambda: "comment",
    }
