"""Whether a photo is still the same picture: content hashes of several kinds. Pure."""


def content_key(kind: str, value: str) -> str:
    """Write a hash of one kind as one string, the form that answers and attestations carry."""
    return f"{kind}:{value}"


def is_changed(then: str, now: str) -> bool:
    """Tell whether the content changed between two hashes written as `kind:hex`.

    A change of kind is no change of content. What is not known counts as changed.
    """
    kind_then, _, value_then = then.partition(":")
    kind_now, _, value_now = now.partition(":")
    if not (value_then and value_now):
        return True
    return kind_then == kind_now and value_then != value_now
