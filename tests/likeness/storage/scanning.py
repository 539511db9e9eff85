"""Searching the bytes of files for what must not be there, in every form it could take."""

import base64
import io
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np


def forms_of_vector(vector: bytes) -> dict[str, bytes]:
    """Give a float32 vector in every encoding somebody could write it in."""
    numbers = np.frombuffer(vector, dtype="<f4")
    npy = io.BytesIO()
    np.save(npy, numbers)
    return {
        "float32": vector,
        "float64": numbers.astype("<f8").tobytes(),
        "float16": numbers.astype("<f2").tobytes(),
        "npy": npy.getvalue()[-len(vector) :],
        "json": json.dumps([float(number) for number in numbers[:4]])[1:-1].encode(),
        "base64": base64.b64encode(vector)[:-4],
    }


def forms_of_text(text: str) -> dict[str, bytes]:
    """Give a text in the encodings that databases use."""
    return {
        "utf-8": text.encode(),
        "utf-16": text.encode("utf-16-le"),
        "escaped": json.dumps(text)[1:-1].encode(),
    }


def found_in(folders: Iterable[Path], wanted: Mapping[str, bytes]) -> set[str]:
    """Name the forms that occur in any file below some folders."""
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    contents = [path.read_bytes() for path in files]
    return {name for name, form in wanted.items() if any(form in data for data in contents)}
