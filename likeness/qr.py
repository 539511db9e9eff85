"""QR codes. The only module that knows segno."""

import io

import segno


def matrix(text: str) -> tuple[tuple[bool, ...], ...]:
    """Give the modules of a code, row by row, True where dark; without the border."""
    code = segno.make(text, error="m", micro=False)
    return tuple(tuple(bool(module) for module in row) for row in code.matrix)


def svg(text: str) -> str:
    """Give a code as an SVG element with its border; it fills whatever place it is given."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=True, nl=False, border=4, omitsize=True
    )
    return out.getvalue().decode()
