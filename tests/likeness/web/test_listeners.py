"""The listeners as the settings make them."""

from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient

from config import sections
from config.addresses import Bind
from connector.values import Health
from likeness.metrics import Metrics
from likeness.web.listeners import office_listener, public_listener
from likeness.web.office import Office
from likeness.web.serving import Listener
from tests.fakes.keys import FakeKeys


class NothingToCheck:
    """Is always ready."""

    def checks(self) -> tuple[Health, ...]:
        return ()


def office(metrics: Metrics, settings: sections.Office) -> Listener:
    parts = Office(
        keys=FakeKeys(),
        readiness=NothingToCheck(),
        metrics=metrics,
        now=lambda: datetime(2026, 1, 1, tzinfo=UTC),
        version="1",
    )
    return office_listener(parts, settings)


def code(listener: Listener, host: str, path: str = "/") -> int:
    return TestClient(listener.app, base_url=f"http://{host}").get(path).status_code


@pytest.mark.parametrize("host", ["localhost:8700", "10.1.2.3", "likeness.intra"])
def test_the_office_answers_to_its_names(host: str) -> None:
    settings = sections.Office(
        bind=Bind(host="10.1.2.3", port=8700), allowed_hosts=("Likeness.Intra",)
    )

    assert code(office(Metrics(), settings), host, "/healthz") == 200
    assert code(office(Metrics(), settings), "evil.example", "/healthz") == 400


def test_requests_are_counted_per_listener() -> None:
    metrics = Metrics()

    code(office(metrics, sections.Office()), "localhost", "/healthz")

    assert b'likeness_http_seconds_count{listener="office"} 1.0' in metrics.text()


def test_the_public_listener_is_off_by_default() -> None:
    assert public_listener(sections.Public(), "en", Metrics()) is None


def test_a_public_url_makes_it_listen_and_asks_browsers_for_tls() -> None:
    settings = sections.Public(public_url="https://consent.example.org")

    listener = public_listener(settings, "en", Metrics())

    assert listener is not None
    assert listener.bind == Bind(host="127.0.0.1", port=8701)
    answer = TestClient(listener.app, base_url="http://consent.example.org").get("/")
    assert answer.status_code == 200
    assert "strict-transport-security" in answer.headers
    assert code(listener, "evil.example") == 400


def test_a_bind_alone_listens_for_hosts_of_the_same_network() -> None:
    settings = sections.Public(bind=Bind(host="10.0.0.5", port=1), allowed_hosts=("likeness",))

    listener = public_listener(settings, "en", Metrics())

    assert listener is not None
    assert code(listener, "10.0.0.5") == code(listener, "likeness") == 200
    assert (
        "strict-transport-security"
        not in TestClient(listener.app, base_url="http://likeness").get("/").headers
    )


def test_an_address_for_editors_alone_makes_it_listen_under_that_name() -> None:
    settings = sections.Public(editor_url="http://likeness")

    listener = public_listener(settings, "en", Metrics())

    assert listener is not None
    assert listener.bind == Bind(host="127.0.0.1", port=8701)
    assert code(listener, "likeness") == 200
    assert code(listener, "elsewhere") == 400
