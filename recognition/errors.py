"""Everything recognition can raise. The leaf says what the caller must do: retry, stop or forget.

Messages carry no name, no path of a photo, no vector; they say what to do next.
"""

from recognition.values import PackId, PhotoTrouble


class RecognitionError(Exception):
    """Any trouble in looking at photos; a photo that met one is never shown as cleared."""


class ChildLost(RecognitionError):
    """Retry: the child process ended or went over its limits; a fresh one may do better."""


class GalleryGone(ChildLost):
    """Retry with the present gallery: the one that was given has been replaced."""


class SystemRefused(RecognitionError):
    """Stop: this operating system lacks what the children need."""


class PhotoRefused(RecognitionError):
    """Forget this photo until its content changes: it cannot be looked at, for a stated reason."""

    def __init__(self, trouble: PhotoTrouble, detail: str = "") -> None:
        """Keep the reason; `detail` must say nothing about who or what is on the photo."""
        super().__init__(f"{trouble}: {detail}" if detail else str(trouble))
        self.trouble = trouble


class FaceNotThere(RecognitionError):
    """Forget this request: no face was found at the place that was pointed at."""


class GalleryRefused(RecognitionError):
    """Stop: the gallery and the model pack do not belong together, or a row is not a template."""


class PackRefused(RecognitionError):
    """Stop: nothing may be recognised until a human has put the model pack right."""

    def __init__(self, pack_id: PackId | str, message: str) -> None:
        """Keep which pack it is; `message` is a sentence that says what to do."""
        super().__init__(message)
        self.pack_id = PackId(str(pack_id))


class PackUnknown(PackRefused):
    """Stop: no pack has this name."""


class PackMissing(PackRefused):
    """Stop: the pack, or the package its models come from, is not installed."""


class PackChanged(PackRefused):
    """Stop: a model file is not the one that was installed."""


class PackAnswersWrong(PackRefused):
    """Stop: the models load, but do not give the known answer."""


class LicenceNotAccepted(PackRefused):
    """Stop: the licence of the pack must be acknowledged first."""
