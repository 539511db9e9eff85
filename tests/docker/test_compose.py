"""What the compose file promises: locked down, and only the public listener behind the proxy."""

import ipaddress
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

DOCKER = Path(__file__).parent.parent.parent / "docker"


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DOCKER / "compose.yaml").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def app(compose: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = compose["services"]["app"]
    return found


@pytest.fixture(scope="module")
def proxy(compose: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = compose["services"]["proxy"]
    return found


@pytest.mark.parametrize("service", ["app", "proxy"])
def test_a_service_can_write_nowhere_and_gain_nothing(
    compose: dict[str, Any], service: str
) -> None:
    found = compose["services"][service]

    assert found["read_only"] is True
    assert found["cap_drop"] == ["ALL"]
    assert found["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in found
    assert not [volume for volume in found["volumes"] if "docker.sock" in volume]


def test_the_app_runs_as_the_user_of_the_image(app: dict[str, Any]) -> None:
    assert f"USER {app['user']}" in (DOCKER / "Dockerfile").read_text(encoding="utf-8")


def test_the_app_gains_no_capability_back(app: dict[str, Any]) -> None:
    assert "cap_add" not in app


def test_its_scratch_space_is_small_and_runs_nothing(app: dict[str, Any]) -> None:
    (scratch,) = app["tmpfs"]

    assert scratch.startswith("/tmp:")  # noqa: S108 - a mount inside the container
    assert {"noexec", "nosuid", "nodev"} <= set(scratch.partition(":")[2].split(","))


def test_no_core_dump_holds_a_template(app: dict[str, Any]) -> None:
    assert app["ulimits"]["core"] == 0


def test_data_and_keys_lie_on_volumes_of_their_own(
    compose: dict[str, Any], app: dict[str, Any]
) -> None:
    assert {"data:/data", "keys:/keys"} <= set(app["volumes"])
    assert {"data", "keys"} <= set(compose["volumes"])


def test_the_office_is_published_to_this_machine_only(app: dict[str, Any]) -> None:
    assert app["ports"] == ["127.0.0.1:8700:8700"]


def test_the_office_listens_where_the_proxy_cannot_reach(
    compose: dict[str, Any], app: dict[str, Any], proxy: dict[str, Any]
) -> None:
    office = app["environment"]["LIKENESS_OFFICE__BIND"].rpartition(":")[0]

    assert office == app["networks"]["office"]["ipv4_address"]
    assert "office" not in proxy["networks"]
    assert set(proxy["networks"]) & set(app["networks"]) == {"edge"}
    assert compose["networks"]["edge"]["internal"] is True


def test_the_public_listener_is_on_the_network_of_the_proxy(app: dict[str, Any]) -> None:
    host, _, port = app["environment"]["LIKENESS_PUBLIC__BIND"].rpartition(":")

    assert host == app["networks"]["edge"]["ipv4_address"]
    assert f"reverse_proxy app:{port}" in (DOCKER / "Caddyfile").read_text(encoding="utf-8")


def test_forwarded_headers_are_believed_from_the_proxy_alone(
    app: dict[str, Any], proxy: dict[str, Any]
) -> None:
    assert (
        app["environment"]["LIKENESS_PUBLIC__TRUSTED_PROXIES"]
        == proxy["networks"]["edge"]["ipv4_address"]
    )


@pytest.mark.parametrize("network", ["office", "edge"])
def test_an_address_lies_in_its_network(compose: dict[str, Any], network: str) -> None:
    (config,) = compose["networks"][network]["ipam"]["config"]
    subnet = ipaddress.ip_network(config["subnet"])
    addresses = [
        service["networks"][network]["ipv4_address"]
        for service in compose["services"].values()
        if network in service["networks"]
    ]

    assert len(set(addresses)) == len(addresses)
    assert [
        it for it in addresses if ipaddress.ip_address(it) not in list(subnet.hosts())[1:]
    ] == []


def test_people_see_https_only(app: dict[str, Any]) -> None:
    assert app["environment"]["LIKENESS_PUBLIC__PUBLIC_URL"].startswith("https://")


def test_the_proxy_knows_one_way_in_and_it_is_not_the_office() -> None:
    text = (DOCKER / "Caddyfile").read_text(encoding="utf-8")

    assert re.findall(r"^\s*reverse_proxy (\S+)", text, re.MULTILINE) == ["app:8701"]
    assert "8700" not in text
    assert "Strict-Transport-Security" in text


def test_the_proxy_waits_until_the_app_is_healthy(proxy: dict[str, Any]) -> None:
    assert proxy["depends_on"] == {"app": {"condition": "service_healthy"}}


def test_no_image_is_taken_as_latest(compose: dict[str, Any]) -> None:
    foreign = [
        service["image"] for service in compose["services"].values() if "build" not in service
    ]

    assert [image for image in foreign if ":" not in image or image.endswith(":latest")] == []


def test_no_secret_stands_in_it(app: dict[str, Any]) -> None:
    assert [name for name in app["environment"] if re.search(r"SECRET|PASSWORD|TOKEN", name)] == []
