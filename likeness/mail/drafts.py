"""A letter as blocks, and those as plain text and simple HTML.

No picture, nothing fetched from elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from likeness.i18n.page_words import English, direction
from scheduler.ports.post import Mail


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """One link to follow."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    """A list."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Digits:
    """A code to type over."""

    digits: str


Block = str | Button | Items | Digits


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A letter without its address."""

    subject: str
    blocks: tuple[Block, ...]
    language: str


def to_mail(draft: Draft, address: str) -> Mail:
    """Write a draft out for one reader. A name cannot break a line of the subject."""
    return Mail(
        to=address,
        subject=" ".join(draft.subject.split()),
        text=_text(draft.blocks),
        html=_html(draft),
        language=draft.language,
    )


def _text(blocks: Sequence[Block]) -> str:
    return "\n\n".join(_plain(block) for block in blocks) + "\n"


def _plain(block: Block) -> str:
    match block:
        case str():
            return block
        case Button():
            return f"{block.label}:\n{block.url}"
        case Items():
            return "\n".join(f"- {line}" for line in block.lines)
        case Digits():
            return f"    {block.digits}"


def _html(draft: Draft) -> str:
    body = "\n".join(_marked_up(block) for block in draft.blocks)
    way = direction(draft.language)
    return (
        f'<!doctype html>\n<html lang="{escape(draft.language)}" dir="{way}">\n'
        f'<head><meta charset="utf-8"><title>{escape(draft.subject)}</title></head>\n'
        '<body style="font-family: sans-serif; font-size: 16px; line-height: 1.5; '
        f'max-width: 36em; overflow-wrap: anywhere">\n{body}\n</body>\n</html>\n'
    )


def _marked_up(block: Block) -> str:
    match block:
        case str():
            return f"<p{_english(block)}>{escape(block)}</p>"
        case Button():
            url, label = escape(block.url), escape(block.label)
            return f'<p{_english(block.label)}>{label}:<br><a href="{url}">{url}</a></p>'
        case Items():
            return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in block.lines)}</ul>"
        case Digits():
            return (
                '<p style="font-family: monospace; font-size: 24px; letter-spacing: 4px">'
                f"{escape(block.digits)}</p>"
            )


def _english(text: str) -> str:
    """Mark a text without a translation as English."""
    return ' lang="en" dir="ltr"' if isinstance(text, English) else ""
