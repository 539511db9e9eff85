"""QR codes. The only module that knows segno."""

import io

import segno


def matrix(text: str) -> tuple[tuple[bool, ...], ...]:
    """Give the modules of a code, row by row, True where dark; without the border."""
    code = segno.make(text, error="m", micro=False)
    return tuple(tuple(bool(module) for module in row) for row in code.matrix)


def svg(text: str, *, scales: bool = False) -> str:
    """Give a code as an SVG element to be put into a page, with its border.

    `scales`: as large as the page says.
    """
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=True, nl=False, border=4, omitsize=scales
    )
    return out.getvalue().decode()
