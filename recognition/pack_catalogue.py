"""Which packs there are and which are installed, without opening a network or a converter."""

from pathlib import Path

from recognition.errors import LicenceNotAccepted, PackChanged
from recognition.pack_manifest import MANIFEST, Manifest, changed, read_manifest
from recognition.packs import Pack
from recognition.packs_insightface import FOLDER, NAMED, pack_of
from recognition.packs_open import OPEN


def available_packs() -> tuple[Pack, ...]:
    """List the packs that can be installed by name; `folder` is one more, for an admin's own."""
    return (OPEN, *(pack_of(named.name, named.declaration) for named in NAMED))


def installed(into: Path) -> tuple[str, ...]:
    """List the names of the packs installed in a folder, without checking them."""
    names = (*(pack.name for pack in available_packs()), FOLDER)
    return tuple(name for name in names if (into / name / MANIFEST).is_file())


def declared(into: Path, name: str) -> Pack:
    """Read what an installed pack declares, without opening or checking its networks.

    Raises a `PackRefused` that says what to do.
    """
    return declared_in(name, read_manifest(name, into / name))


def declared_in(name: str, manifest: Manifest) -> Pack:
    """Find what the pack declares: in the code, or for an admin's own folder in its manifest."""
    if name == OPEN.name:
        return OPEN
    if manifest.declaration is None:
        raise PackChanged(name, changed(name, MANIFEST))
    pack = pack_of(name, manifest.declaration)
    ask_licence(pack, accepted=manifest.licence_accepted)
    return pack


def ask_licence(pack: Pack, *, accepted: bool) -> None:
    """Refuse a pack that may not be used for everything, until that is acknowledged."""
    if pack.non_commercial and not accepted:
        raise LicenceNotAccepted(
            pack.name,
            f"The models of {pack.name} may not be used for everything: {pack.licence}. If your "
            "use is allowed, repeat the command with --accept-licence.",
        )
