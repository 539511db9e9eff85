"""OCS: who we are, what there is, and shares."""

from tests.fakes.nextcloud.administering import administering, share_ours
from tests.fakes.nextcloud.answering import Answer, Request, as_json, as_ocs
from tests.fakes.nextcloud.site import Site

LINK = 3


def ocs(site: Site, request: Request, rest: str) -> Answer:
    if request.headers.get("ocs-apirequest") != "true":
        return as_json(412, {"message": "CSRF check failed"})
    if said := administering(site, request, rest):
        return said
    if rest == "cloud/capabilities":
        known: dict[str, dict[str, bool]] = {app: {} for app in site.apps}
        files = {"comments": True} if site.talks else {}
        return as_ocs({"capabilities": {**known, "files": files}})
    if rest.startswith("apps/files_sharing/api/v1/shares"):
        return _shares(site, request, rest.removeprefix("apps/files_sharing/api/v1/shares"))
    return as_ocs([], 404, 998, "Invalid query")


def _shares(site: Site, request: Request, rest: str) -> Answer:
    if request.method == "POST":
        return share_ours(site, request)
    if request.method == "DELETE":
        gone = site.shares.pop(int(rest.strip("/")), None)
        return as_ocs([]) if gone else as_ocs([], 404, message="Wrong share ID")
    place = request.query.get("path", "").strip("/")
    if place not in site.entries:
        return as_ocs([], 404, message="Wrong path, file/folder does not exist")
    if rest == "/inherited":
        found = [one for one in site.shares.values() if place.startswith(f"{one.place}/")]
    else:
        found = [one for one in site.shares.values() if one.place == place]
    return as_ocs(
        [
            {
                "id": str(one.id),
                "share_type": one.kind,
                "token": f"token{one.id}",
                "uid_owner": one.owner,
                "url": f"{site.url}/index.php/s/token{one.id}" if one.kind == LINK else None,
                "path": f"/{one.place}",
                "password": "***" if one.guarded else None,
                "expiration": one.expiration,
            }
            for one in found
        ]
    )
