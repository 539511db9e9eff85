"""QR codes fill the place they are given, whatever its size."""

from xml.etree import ElementTree as ET

from likeness.qr import matrix, svg

TEXT = "https://consent.example.org/s/a-link-of-a-session"
BORDER = 4


def test_a_code_scales_with_its_border() -> None:
    code = ET.fromstring(svg(TEXT))  # noqa: S314 - made by us

    side = len(matrix(TEXT)) + 2 * BORDER
    assert code.get("viewBox") == f"0 0 {side} {side}"
    assert (code.get("width"), code.get("height")) == (None, None)
