"""Two answers about one photo; light to import, for processes that start often."""

from connector.values import Mark, MarkSet, Region

FACE = Region(id="f", x=0.1, y=0.2, w=0.3, h=0.4, mark=Mark.CLEARED)
OLD = MarkSet(status="cleared", channels=("press",), release_ids=("urn:uuid:1",), regions=(FACE,))
NEW = MarkSet(status="blocked", note="one said no " * 500)
