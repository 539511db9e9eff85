"""Handing in, and the page afterwards: what was said, the receipt, the way back."""

from collections.abc import Iterator
from datetime import timedelta

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.exceptions import HTTPException

from consent.ids import PersonId, SignatureId
from consent.signing import Sealed, Signature
from likeness.evidence.package import canonical, from_bytes
from likeness.web.pages.parts import Parts
from likeness.web.pages.shell import page
from likeness.web.pages.visits import VISIT_S, begin_visit, cookie_name, set_cookie
from likeness.web.signing.handing_in import Handed, actor_of, signing_of
from scheduler.errors import NoSuchRow
from scheduler.evidence import answered
from scheduler.jobs.sign import receipt_secret, sign
from scheduler.paper_codes import code_of, printed
from scheduler.ports import Tx

KIND = "signed"
_CODE_PART = 4


def finish(parts: Parts, handed: Handed) -> Response | None:
    """Sign once, and go to the page that says so; None where somebody else was faster."""
    signing = signing_of(parts, handed)
    signed = sign(parts.deps, signing, handed.opened.link, actor_of(signing))
    with parts.deps.store.read() as tx:
        kept = tx.signatures.get(signed.signature)
    if kept.nonce != handed.nonce:
        return None
    answer = to_receipt(parts, kept.id)
    if not signed.already and handed.opens_page and handed.opened.link is not None:
        begin_visit(parts, answer, kept.persons, kept.signer.id)
    return answer


def to_receipt(parts: Parts, signature: SignatureId) -> Response:
    """Go to the page that shows a signature for half an hour."""
    answer = RedirectResponse("/signed", 303)
    until = parts.now() + timedelta(seconds=VISIT_S)
    packed = parts.carrier.pack(KIND, {"signature": signature}, until)
    set_cookie(parts, answer, "signed", packed)
    return answer


def add_receipt_pages(app: FastAPI, parts: Parts) -> None:
    """Answer /signed and its downloads."""

    @app.api_route("/signed", methods=["GET", "HEAD"], response_class=HTMLResponse)
    def signed(request: Request) -> Response:
        signature = _carried(parts, request)
        return parts.closed(request) if signature is None else _show(parts, request, signature)

    @app.api_route("/signed/{number}/receipt.pdf", methods=["GET", "HEAD"])
    def on_paper(number: int, request: Request) -> Response:
        data = from_bytes(_package(parts, request, number)).printed
        return _file(data, "application/pdf", "receipt.pdf")

    @app.api_route("/signed/{number}/receipt.json", methods=["GET", "HEAD"])
    def record(number: int, request: Request) -> Response:
        data = canonical(from_bytes(_package(parts, request, number)).record)
        return _file(data, "application/json", "receipt.json")


def _file(data: bytes, media_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, media_type=media_type, headers=headers)


def _carried(parts: Parts, request: Request) -> Signature | None:
    """Give the signature that this reader made just now."""
    packed = request.cookies.get(cookie_name(parts, "signed"), "")
    content = parts.carrier.unpack(KIND, packed, parts.now())
    if content is None:
        return None
    try:
        with parts.deps.store.read() as tx:
            return tx.signatures.get(SignatureId(content["signature"]))
    except NoSuchRow:
        return None


def _package(parts: Parts, request: Request, number: int) -> bytes:
    signature = _carried(parts, request)
    if signature is None or not 0 <= number < len(signature.persons):
        raise HTTPException(404)
    try:
        with parts.deps.store.read() as tx:
            return tx.evidence.open(signature.persons[number], signature.id)
    except NoSuchRow as error:
        raise HTTPException(404) from error


def _show(parts: Parts, request: Request, signature: Signature) -> Response:
    with parts.deps.store.read() as tx:
        notice = tx.notices.version(
            signature.notice, signature.notice_version, signature.language, signature.audience
        )
        sealed = tuple(_sealed(tx, signature))
        if notice is None or not sealed:
            return parts.closed(request)
        answers = [answered(tx, signature, notice, person, one.answer) for person, one in sealed]
    values = {
        "at": parts.deps.clock.today(),
        "answers": answers,
        "way_back": sealed[0][1].way_back.value,
        "code": printed(code_of(receipt_secret(parts.deps, signature.id))),
        "personal": f"{parts.public_url}/me",
        "entitled": signature.signer.entitled,
        "face": any(one.recognition for one in answers) and len(answers) == 1,
        "visit": cookie_name(parts, "visit") in request.cookies,
    }
    return page(parts.frame(request, signature.language), "signed", values)


def _sealed(tx: Tx, signature: Signature) -> Iterator[tuple[PersonId, Sealed]]:
    for person in signature.persons:
        sealed = tx.signatures.sealed(signature.id, person)
        if sealed is not None:
            yield person, sealed
