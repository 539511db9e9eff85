"""What the jobs need from the outside world, as small protocols. Nothing here is implemented here.

Storage is reached through one transaction at a time: `with store.begin() as tx:` writes and
`with store.read() as tx:` only reads. It commits when the block ends, rolls back when it raises.
"""

from connector.host import Feed, Marks, Photos, Setup
from scheduler.ports.consents import HostRecords
from scheduler.ports.evidence import Evidence, EvidenceMaker, Holds, ImportKeys
from scheduler.ports.eyes import Eyes, Galleries, GalleryView
from scheduler.ports.hosts import Host
from scheduler.ports.links import FoundLinks
from scheduler.ports.outbox import LetterClaims, Outbox
from scheduler.ports.people import People, Sessions
from scheduler.ports.photos import Answers, Assets, Findings
from scheduler.ports.stages import HostTroubles, Stages, Tellings
from scheduler.ports.store import Facts, Records, Store, Tx
from scheduler.ports.surroundings import Clock, Links, Words
from scheduler.ports.work import Claims, Notes, Queue

__all__ = [
    "Alerts",
    "Answers",
    "Assets",
    "Claims",
    "Clock",
    "Evidence",
    "EvidenceMaker",
    "Eyes",
    "Facts",
    "Feed",
    "Findings",
    "FoundLinks",
    "Galleries",
    "GalleryView",
    "Holds",
    "Host",
    "HostRecords",
    "HostTroubles",
    "ImportKeys",
    "LetterClaims",
    "Links",
    "Marks",
    "Notes",
    "Outbox",
    "People",
    "Photos",
    "Queue",
    "Records",
    "Sessions",
    "Setup",
    "Stages",
    "Store",
    "Tellings",
    "Tx",
    "Words",
]
