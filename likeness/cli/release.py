"""Which version is installed."""

from importlib.metadata import PackageNotFoundError, version


def release() -> str:
    """Give the version that is installed."""
    try:
        return version("likeness")
    except PackageNotFoundError:
        return "0 (not installed)"
