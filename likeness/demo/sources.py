"""Pictures inside installed packages, found without an import and checked by SHA-256."""

import hashlib
import io
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from PIL import Image

from likeness.demo.errors import SourceMissing


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One picture of one package: where it lies in it, what it must be, where it came from."""

    package: str
    path: str
    sha256: str
    origin: str


def _skimage(name: str, sha256: str, origin: str) -> Source:
    return Source(package="scikit-image", path=f"skimage/data/{name}", sha256=sha256, origin=origin)


GROUP = Source(
    package="insightface",
    path="insightface/data/images/t1.jpg",
    sha256="47f682e945b659f93a9e490b9c9c4a2a864abe64dace9e1a2893845ddfd69489",
    origin="the sample picture of the package insightface",
)
ASTRONAUT = _skimage(
    "astronaut.png",
    "88431cd9653ccd539741b555fb0a46b61558b301d4110412b5bc28b5e3ea6cb5",
    "NASA, public domain",
)
CAT = _skimage(
    "chelsea.png",
    "596aa1e7cb875eb79f437e310381d26b338a81c2da23439704a73c4651e8c4bb",
    "Stefan van der Walt, CC0",
)
COFFEE = _skimage(
    "coffee.png",
    "cc02f8ca188b167c775a7101b5d767d1e71792cf762c33d6fa15a4599b5a8de7",
    "Rachel Michetti, CC0",
)
ROCKET = _skimage(
    "rocket.jpg",
    "c2dd0de7c538df8d111e479619b129464d0269d0ae5fd18ca91d33a7fdfea95c",
    "SpaceX, public domain",
)
MOON = _skimage(
    "moon.png",
    "78739619d11f7eb9c165bb5d2efd4772cee557812ec847532dbb1d92ef71f577",
    "scikit-image, BSD-3-Clause",
)
WALL = _skimage(
    "brick.png",
    "7966caf324f6ba843118d98f7a07746d22f6a343430add0233eca5f6eaaa8fcf",
    "CC0Textures, CC0",
)
GRASS = _skimage(
    "grass.png",
    "b6b6022426b38936c43a4ac09635cd78af074e90f42ffa8227ac8b7452d39f89",
    "Linolafett, CC0",
)
STARS = _skimage(
    "hubble_deep_field.jpg",
    "3a19c5dd8a927a9334bb1229a6d63711b1c0c767fb27e2286e7c84a3e2c2f5f4",
    "NASA, public domain",
)


def locate(source: Source) -> Path:
    """Give the file of a source. Raises `SourceMissing` where its package is not installed."""
    try:
        found = distribution(source.package)
    except PackageNotFoundError as e:
        raise SourceMissing(_advice(source, "is not installed")) from e
    return Path(str(found.locate_file(source.path)))


def load(source: Source) -> Image.Image:
    """Open a source as RGB. Raises `SourceMissing` where it is not the picture we know."""
    try:
        data = locate(source).read_bytes()
    except OSError as e:
        raise SourceMissing(_advice(source, "lacks its sample picture")) from e
    if hashlib.sha256(data).hexdigest() != source.sha256:
        raise SourceMissing(_advice(source, "has another picture than the demo knows"))
    return Image.open(io.BytesIO(data)).convert("RGB")


def _advice(source: Source, what: str) -> str:
    return (
        f"The package {source.package} {what}; the demo is made of it. "
        "Install the locked versions again (make setup) and start the demo once more."
    )
