"""Logging in: first link, password, sessions, forms that did not come from us."""

from pathlib import Path

import pytest

from likeness.accounts.limits import Limits
from likeness.storage.store import SqlStore
from tests.likeness.web.office.desk import PASSWORD, Desk, token
from tests.scheduler.world import World


def test_without_a_session_every_page_sends_to_the_login(outside: Desk) -> None:
    answer = outside.get("/faces?skip=a")

    assert answer.status_code == 303
    assert answer.headers["location"] == "/login?next=%2Ffaces%3Fskip%3Da"


def test_the_first_link_sets_a_password_and_logs_in(outside: Desk) -> None:
    outside.enter()

    assert outside.get("/").status_code == 200


def test_looking_at_the_first_link_uses_nothing_up(outside: Desk) -> None:
    for _ in range(3):
        assert outside.get(f"/first/{outside.link}").status_code == 200

    outside.enter()


def test_the_first_link_works_once(outside: Desk) -> None:
    outside.enter()
    other = outside.new_browser()

    assert other.get(f"/first/{outside.link}").status_code == 404


def test_the_first_link_ends_after_a_week(outside: Desk) -> None:
    outside.wait(days=7)

    assert outside.get(f"/first/{outside.link}").status_code == 404


@pytest.mark.parametrize(
    "password",
    [
        pytest.param("eleven char", id="too short"),
        pytest.param("passwordpassword", id="known words"),
        pytest.param("P@ssw0rd1234", id="a known word in disguise"),
        pytest.param("welkom2026!!", id="a known word in Dutch"),
        pytest.param("abcabcabcabc", id="over and over"),
        pytest.param("123456789012", id="in a row"),
        pytest.param("ada office 12", id="the person's own name"),
    ],
)
def test_a_password_that_is_easy_to_guess_is_refused(outside: Desk, password: str) -> None:
    csrf = token(outside.get(f"/first/{outside.link}").text)

    answer = outside.browser.post(
        f"/first/{outside.link}", data={"csrf": csrf, "password": password, "again": password}
    )

    assert answer.status_code == 422
    assert outside.get("/").status_code == 303


@pytest.mark.parametrize(
    "password", ["correct zebra staple", "kort maar twaalf tekens", "x7#kQ9!mZ2&p"]
)
def test_a_long_password_without_rules_is_taken(outside: Desk, password: str) -> None:
    csrf = token(outside.get(f"/first/{outside.link}").text)

    answer = outside.browser.post(
        f"/first/{outside.link}", data={"csrf": csrf, "password": password, "again": password}
    )

    assert answer.status_code == 303


def test_the_cookie_is_for_our_pages_only(outside: Desk) -> None:
    outside.enter()
    outside.browser.cookies.clear()

    cookies = outside.log_in().headers.get_list("set-cookie")

    (cookie,) = [one for one in cookies if one.startswith("likeness=")]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "Path=/" in cookie


def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(outside: Desk) -> None:
    outside.enter()
    outside.browser.cookies.clear()

    answers = [outside.log_in("another one here"), outside.log_in(name="Somebody Else")]

    assert {answer.status_code for answer in answers} == {403}
    pages = {answer.text.replace(token(answer.text), "") for answer in answers}
    assert len(pages) == 1


def test_after_too_many_tries_even_the_right_password_waits(store: SqlStore) -> None:
    desk = Desk(World(store), limits=Limits(per_name=3)).enter()
    desk.browser.cookies.clear()
    for _ in range(3):
        assert desk.log_in("another one here").status_code == 403

    assert desk.log_in().status_code == 429
    desk.wait(minutes=30)
    assert desk.log_in().status_code == 303


def test_a_session_ends_when_nobody_uses_it(desk: Desk) -> None:
    desk.wait(minutes=59)
    assert desk.get("/").status_code == 200
    desk.wait(minutes=59)
    assert desk.get("/").status_code == 200
    desk.wait(minutes=61)

    assert desk.get("/").status_code == 303


def test_a_session_ends_after_a_day_of_work_however_busy(desk: Desk) -> None:
    for _ in range(15):
        desk.wait(minutes=50)
        desk.get("/")

    assert desk.get("/").status_code == 303


def test_logging_out_ends_the_session_and_not_only_the_cookie(desk: Desk) -> None:
    cookie = desk.browser.cookies["likeness"]

    assert desk.send("/logout").status_code == 303

    desk.browser.cookies.set("likeness", cookie)
    assert desk.get("/").status_code == 303


def test_a_login_that_is_shut_is_out_at_once(desk: Desk) -> None:
    desk.logins.disable(desk.account.id, desk.account.actor)

    assert desk.get("/").status_code == 303
    assert desk.log_in().status_code == 403


def test_a_reset_ends_every_session_and_the_old_password(desk: Desk) -> None:
    desk.link = desk.logins.reset(desk.account.id, desk.account.actor)

    assert desk.get("/").status_code == 303
    assert desk.log_in().status_code == 403
    desk.enter()
    assert desk.get("/").status_code == 200


def test_only_hashes_of_secrets_are_kept(desk: Desk, tmp_path: Path) -> None:
    cookie = desk.browser.cookies["likeness"]

    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*.sqlite*"))

    assert b"account-ada" in kept
    assert not any(secret.encode() in kept for secret in (cookie, desk.link, PASSWORD))


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Sec-Fetch-Site": "cross-site"}, id="another site"),
        pytest.param({"Sec-Fetch-Site": "same-site"}, id="a neighbour"),
        pytest.param({"Sec-Fetch-Site": "none"}, id="nobody's page"),
        pytest.param({"Origin": "https://evil.example"}, id="another origin"),
    ],
)
def test_a_form_of_another_site_is_refused(desk: Desk, headers: dict[str, str]) -> None:
    csrf = token(desk.get("/me").text)

    answer = desk.browser.post("/logout", data={"csrf": csrf}, headers=headers)

    assert answer.status_code == 403
    assert desk.get("/").status_code == 200


@pytest.mark.parametrize("csrf", ["", "0" * 64])
def test_a_form_without_its_token_is_refused(desk: Desk, csrf: str) -> None:
    assert desk.browser.post("/logout", data={"csrf": csrf}).status_code == 403


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_after_logging_in_nobody_is_sent_elsewhere(desk: Desk, back: str) -> None:
    desk.send("/logout")

    answer = desk.log_in(back=back)

    assert answer.headers["location"] == "/"


def test_pages_run_nothing_that_is_not_ours(desk: Desk) -> None:
    policy = desk.get("/").headers["content-security-policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert desk.get("/").headers["cache-control"] == "no-store"


def test_a_changed_password_ends_other_sessions(desk: Desk) -> None:
    other = desk.new_browser()
    csrf = token(other.get("/login").text)
    other.post("/login", data={"csrf": csrf, "name": "ada office", "password": PASSWORD})
    assert other.get("/").status_code == 200

    fresh = "another window sings now"
    desk.send("/me/password", present=PASSWORD, password=fresh, again=fresh)

    assert other.get("/").status_code == 303
    assert desk.get("/").status_code == 200


def test_the_language_of_a_login_beats_the_browsers(desk: Desk) -> None:
    assert "My login" in desk.text("/me")

    desk.send("/me/language", language="nl")

    assert '<html lang="nl">' in desk.text("/me")
