"""Codes that people copy from paper: letters and digits that cannot be mistaken for each other.

80 bits, made from the secret of the receipt's link: it opens the same page, and is as hard to guess
for anybody who must ask us each time.
"""

import hashlib

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32: without i, l, o and u."""
_MEANT = str.maketrans({"o": "0", "i": "1", "l": "1"})
_CHARACTERS, _BITS, _GROUP = 16, 5, 4


def code_of(receipt_secret: str) -> str:
    """Give the code of a receipt, as it is kept: `normal(printed(code)) == code`."""
    digest = hashlib.sha256(f"paper code|{receipt_secret}".encode()).digest()
    number = int.from_bytes(digest, "big")
    picked = (number >> (_BITS * at) & (len(_ALPHABET) - 1) for at in range(_CHARACTERS))
    return "".join(_ALPHABET[index] for index in picked)


def printed(code: str) -> str:
    """Give a code as it stands on paper: `ABCD-EFGH-JKMN-PQRS`."""
    groups = [code[at : at + _GROUP] for at in range(0, len(code), _GROUP)]
    return "-".join(groups).upper()


def normal(typed: str) -> str:
    """Give a code as it is kept: lower case, without spaces and dashes, mistakes undone."""
    letters = typed.casefold().translate(_MEANT)
    return "".join(letter for letter in letters if letter in _ALPHABET)
