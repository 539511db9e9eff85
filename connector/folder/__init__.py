"""The folder host: a tree of photos, with XMP sidecars for the marks. It never changes a photo."""
