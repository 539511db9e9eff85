"""`likeness serve` really sends: settings, secret, planning, outbox, mail server."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from consent.ids import PersonId, QuitclaimId, SignerId
from consent.lifecycle import How
from consent.persons import Person, Profile
from consent.quitclaims import Quitclaim, Signer
from consent.signing import Means
from consent.states import ConsentState
from likeness.bootstrap.app import App, open_app
from likeness.bootstrap.first_run import set_up
from likeness.bootstrap.places import Places, find_places
from likeness.bootstrap.posting import try_mail
from tests.fakes.certificates import make_certificate
from tests.fakes.postbox import Postbox, postbox
from tests.scheduler.world import ME, WEB

MAIL = """
[mail]
host = "127.0.0.1"
port = {port}
sender = "consent@example.org"
user = "likeness"
ca_file = "{ca_file}"

[alerts]
to = ["manager@example.org"]
hour = 0
"""
SERVE = "from likeness.cli.main import main; main()"
WORDS = {"controller": "Example School", "timezone": "Europe/Amsterdam", "language": "nl"}


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Postbox]:
    ca_file, context = make_certificate(tmp_path)
    with postbox(tls=context, login=True) as made:
        (tmp_path / "mail.toml").write_text(MAIL.format(port=made.port, ca_file=ca_file))
        yield made


@pytest.fixture
def places(tmp_path: Path, box: Postbox) -> Places:
    assert box.port
    places = find_places(tmp_path / "data", {})
    set_up(places, WORDS)
    settings = "\n".join(f'{name} = "{value}"' for name, value in WORDS.items())
    places.settings_file.write_text(settings + (tmp_path / "mail.toml").read_text())
    secret = places.data / "secrets" / "mail"
    secret.parent.mkdir(mode=0o700, exist_ok=True)
    secret.touch(mode=0o600)
    secret.write_text("right\n")
    return places


def somebody_whose_permission_ends(app: App) -> None:
    person = PersonId(str(uuid4()))
    profile = Profile(name="Anna", email="anna@example.net", language="nl")
    quitclaim = Quitclaim(
        id=QuitclaimId(str(uuid4())),
        person=person,
        state=ConsentState.GIVEN,
        channels=frozenset({WEB}),
        at=app.deps.clock.now(),
        signer=Signer(id=SignerId(person)),
        begins=app.deps.clock.today().replace(year=2020),
        ends=app.deps.clock.today(),
    )
    with app.store.begin() as tx:
        tx.people.add(Person(id=person, profile=profile))
        tx.people.save_quitclaim(quitclaim, How(by=ME, means=Means.COMMAND))


@pytest.mark.e2e  # a minute: it waits for the service to plan by itself
def test_the_service_plans_and_sends(places: Places, box: Postbox) -> None:
    with open_app(places) as app:
        somebody_whose_permission_ends(app)
    environ = {
        **os.environ,
        "LIKENESS_OFFICE__BIND": "127.0.0.1:0",
        "LIKENESS_RECOGNITION__MODE": "off",
    }
    with subprocess.Popen(
        [sys.executable, "-c", SERVE, "--data", str(places.data), "serve"],
        env=environ,
        stderr=subprocess.PIPE,
        text=True,
    ) as service:
        arrived = box.wait_for(lambda: len(box.mails) >= 2, 120.0)
        service.terminate()
        _, log = service.communicate(timeout=60)

    assert arrived, log
    assert sorted(box.recipients) == ["anna@example.net", "manager@example.org"]
    subjects = {str(mail["Subject"]).partition(" eindigt")[0] for mail in box.mails}
    assert "Uw toestemming voor foto's" in subjects
    assert "anna" not in log.lower()


def test_doctor_sends_a_letter_to_try(places: Places, box: Postbox) -> None:
    with open_app(places) as app:
        line = try_mail(app, "me@example.org")

    assert line.ok
    assert box.recipients == ["me@example.org"]
