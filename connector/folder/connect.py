"""Putting the parts of a folder host together."""

from pathlib import Path

from connector.folder.closer import Look
from connector.folder.feed import FolderFeed
from connector.folder.marks import FolderMarks
from connector.folder.photos import FolderPhotos
from connector.folder.setup import FolderSetup
from connector.folder.tree import Tree
from connector.host import Host, Wiring


def connect(wiring: Wiring) -> Host:
    """Connect a folder; `wiring.where` is its root. Opens nothing yet."""
    tree = Tree(Path(wiring.where))
    return Host(
        name=wiring.name,
        feed=FolderFeed(
            name=wiring.name, look=Look(tree=tree, zone=wiring.zone), new_id=wiring.new_id
        ),
        photos=FolderPhotos(tree=tree, locate=wiring.locate),
        marks=FolderMarks(tree=tree, locate=wiring.locate, now=wiring.now),
        setup=FolderSetup(tree=tree),
        names=wiring.names,
        language=wiring.language,
    )
