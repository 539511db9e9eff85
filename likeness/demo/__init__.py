"""The demo: real photos from packages that are installed anyway, in a data folder of its own."""
