"""How much memory a decoder and a recogniser hold at most while they look at 24-megapixel files.

python -m benchmarks.memory [--pack-folder DIR --pack NAME]

Photos are made from the group photo inside the package insightface, enlarged: faces as they are in
a real 24-megapixel photo, the same many times smaller (a crowd), and nobody; baseline and
progressive JPEG. The figure is the sum of both children's highest resident memory ever, so that
what they share counts twice.
"""

import argparse
import importlib.metadata
import io
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from recognition.child_pair import EyesSettings
from recognition.child_pool import Eyes
from recognition.pack_install import install
from recognition.recogniser import PackPlace
from recognition.values import MatchRequest, PhotoTrouble

SIZE = (6000, 4000)
TILES = 4
MEBI = 1024
GROUP = "insightface/data/images/t1.jpg"


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--pack-folder", type=Path, help="folder of installed packs")
    asked.add_argument("--pack", default="open")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = given.pack_folder or Path(made)
        if given.pack_folder is None:
            install(given.pack, folder)
        print(json.dumps(measure(PackPlace(folder=folder, name=given.pack))))


def measure(place: PackPlace) -> dict[str, object]:
    """Look at every photo twice and tell the peaks."""
    seen: dict[str, object] = {}
    with Eyes(place, EyesSettings(), pairs=1) as eyes:
        guards = sorted(eyes.start())
        for name, photo in photos():
            eyes.scan(photo, MatchRequest(), None)
            found = eyes.scan(photo, MatchRequest(), None)
            seen[name] = found if isinstance(found, PhotoTrouble) else len(found.faces)
            print(name, seen[name], *peaks(eyes))
        decoder, recogniser = peaks(eyes)
    return {
        "pair_rss_mib": round(decoder + recogniser, 1),
        "decoder_rss_mib": round(decoder, 1),
        "recogniser_rss_mib": round(recogniser, 1),
        "megapixels": SIZE[0] * SIZE[1] / 1e6,
        "faces": seen,
        "guards": guards,
    }


def photos() -> Iterator[tuple[str, bytes]]:
    """Make the 24-megapixel files."""
    path = importlib.metadata.distribution("insightface").locate_file(GROUP)
    group = Image.open(str(path)).convert("RGB")
    large = group.resize(SIZE, Image.Resampling.LANCZOS)
    tile = group.resize((SIZE[0] // TILES, SIZE[1] // TILES), Image.Resampling.LANCZOS)
    crowd = Image.new("RGB", SIZE)
    for place in range(TILES * TILES):
        crowd.paste(tile, (place % TILES * tile.width, place // TILES * tile.height))
    nobody = group.crop((0, 0, 60, 40)).resize(SIZE, Image.Resampling.BICUBIC)
    for name, image in (("large", large), ("crowd", crowd), ("nobody", nobody)):
        yield name, jpeg(image)
        yield f"{name}, progressive", jpeg(image, progressive=True)


def jpeg(image: Image.Image, *, progressive: bool = False) -> bytes:
    """Write a JPEG as a camera would."""
    file = io.BytesIO()
    image.save(file, "JPEG", quality=92, progressive=progressive)
    return file.getvalue()


def peaks(eyes: Eyes) -> tuple[float, float]:
    """Tell the highest resident memory of decoder and recogniser so far, in MiB."""
    with eyes.pair() as pair:
        return high_water(pair.decoder.child.pid), high_water(pair.recogniser.child.pid)


def high_water(pid: int | str) -> float:
    """Read VmHWM of a process, in MiB."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / MEBI
    raise ValueError(f"no VmHWM of process {pid}")


if __name__ == "__main__":
    main()
