"""Files of words for tests."""

from collections.abc import Mapping

ARABIC = (
    "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
    "n%100>=11 ? 4 : 5);"
)


def po(
    language: str,
    told: Mapping[str, str],
    plurals: Mapping[tuple[str, ...], tuple[str, ...]] | None = None,
    forms: str = ARABIC,
) -> str:
    """Write one. A translation that begins with `#` is a flag instead."""
    lines = ['msgid ""', 'msgstr ""', f'"Language: {language}\\n"', f'"Plural-Forms: {forms}\\n"']
    lines.append('"Content-Type: text/plain; charset=utf-8\\n"')
    for text, said in told.items():
        flag = [said] if said.startswith("#") else []
        lines += ["", *flag, f'msgid "{text}"', f'msgstr "{"doubtful" if flag else said}"']
    for (one, many), said_each in (plurals or {}).items():
        lines += ["", f'msgid "{one}"', f'msgid_plural "{many}"']
        lines += [f'msgstr[{at}] "{said}"' for at, said in enumerate(said_each)]
    return "\n".join([*lines, ""])
