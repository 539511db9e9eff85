"""Letters: which font has which character, and what is printed where none has it.

Bitstream Vera comes with reportlab: Western European languages, Turkish and Croatian. DejaVu Sans
is used beside it where the system has it: all of Latin, Greek and Cyrillic. A text with any other
character is refused (likeness.pdf.paper); in evidence, which has to exist, it is printed by its
number, such as [U+0905]: never dropped, never replaced by one that looks alike. Scripts whose
letters join or run from right to left are not set, with any font.
"""

import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

import reportlab
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont

_OWN = Path(reportlab.__file__).parent / "fonts"
SYSTEM_FOLDERS = (
    Path("/usr/share/fonts/truetype/dejavu"),
    Path("/usr/share/fonts/dejavu-sans-fonts"),
    Path("/usr/share/fonts/TTF"),
)
_SHAPED = frozenset({"R", "AL", "AN"})
"""Bidirectional classes of letters that run from right to left."""
_COMBINING = frozenset({"Mn", "Mc", "Me"})


class Fonts:
    """Fonts in the order they are tried: regular or bold."""

    __slots__ = ("_known", "_regular")

    def __init__(self, regular: tuple[TTFont, ...], bold: tuple[TTFont, ...]) -> None:
        """Take fonts that are registered."""
        self._regular = regular
        self._known = {False: _Letters(regular), True: _Letters(bold)}

    def light(self) -> "Fonts":
        """Give the same without bold: half the size for documents that are kept by the thousand."""
        return Fonts(self._regular, self._regular)

    def runs(self, text: str, *, bold: bool) -> tuple[tuple[str, str], ...]:
        """Cut a text into (font name, text) that this font has; numbers for what none has."""
        letters = [self._known[bold][char] for char in unicodedata.normalize("NFC", text)]
        return tuple(
            (font, "".join(letter.text for letter in group))
            for font, group in groupby(letters, key=lambda letter: letter.font)
        )

    def width(self, text: str, size: float, *, bold: bool) -> float:
        """Measure a text in points."""
        known = self._known[bold]
        return size * sum(known[char].width for char in unicodedata.normalize("NFC", text))

    def covers(self, text: str) -> bool:
        """Tell whether every character is printed as itself."""
        return not self.missing(text)

    def missing(self, text: str) -> tuple[str, ...]:
        """Give each character that is not printed as itself, once."""
        known = self._known[False]
        letters = dict.fromkeys(unicodedata.normalize("NFC", text))
        return tuple(char for char in letters if known[char].text != char)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Letter:
    """What is printed for one character; its width for size 1."""

    font: str
    text: str
    width: float


class _Letters(dict[str, _Letter]):
    """Looks each character up once."""

    def __init__(self, fonts: tuple[TTFont, ...]) -> None:
        super().__init__()
        self._fonts = fonts

    def __missing__(self, char: str) -> _Letter:
        font, text = _piece(char, self._fonts)
        letter = _Letter(font=font.fontName, text=text, width=font.stringWidth(text, 1))
        self[char] = letter
        return letter


@cache
def system_fonts() -> Fonts:
    """Load the fonts there are."""
    return load_fonts(SYSTEM_FOLDERS)


def load_fonts(folders: tuple[Path, ...]) -> Fonts:
    """Load reportlab's own fonts, and DejaVu Sans from the first folder that has it."""
    there = next((one for one in folders if (one / "DejaVuSans.ttf").is_file()), None)
    regular, bold = [_OWN / "Vera.ttf"], [_OWN / "VeraBd.ttf"]
    if there is not None:
        regular.append(there / "DejaVuSans.ttf")
        bold += [path for path in (there / "DejaVuSans-Bold.ttf",) if path.is_file()]
    return Fonts(tuple(map(_font, regular)), tuple(map(_font, bold)))


@cache
def _font(path: Path) -> TTFont:
    font = TTFont(f"likeness-{path.stem}", str(path))
    registerFont(font)
    return font


def _piece(char: str, fonts: tuple[TTFont, ...]) -> tuple[TTFont, str]:
    """Give the font that has a character, and what is printed for it."""
    shaped = unicodedata.bidirectional(char) in _SHAPED or unicodedata.category(char) in _COMBINING
    if not shaped:
        for font in fonts:
            if ord(char) in font.face.charToGlyph:
                return font, char
    return fonts[0], f"[U+{ord(char):04X}]"
