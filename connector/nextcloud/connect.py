"""Putting the parts of a Nextcloud host together."""

from config.nextcloud import NextcloudHost, NextcloudTags
from connector.errors import HostRefused
from connector.host import Comment, Host, Wiring
from connector.nextcloud.api import Account, Api
from connector.nextcloud.book import OurTags, TagBook
from connector.nextcloud.comments import NextcloudComments
from connector.nextcloud.feed import NextcloudFeed, Pacing
from connector.nextcloud.links import NextcloudLinks
from connector.nextcloud.marks import NextcloudMarks
from connector.nextcloud.mentions import MentioningComments
from connector.nextcloud.notifying import NextcloudMessage
from connector.nextcloud.photos import NextcloudPhotos
from connector.nextcloud.rows import TagId
from connector.nextcloud.setup import NextcloudSetup
from connector.nextcloud.wording import Wording
from connector.transport import Transport
from connector.values import HostName


def connect(wiring: Wiring) -> Host:
    """Connect a Nextcloud; `wiring.settings` are its own. Sends nothing yet."""
    settings = wiring.settings
    if not isinstance(settings, NextcloudHost):
        raise HostRefused("a Nextcloud needs its settings")
    api = client(settings, wiring.secret)
    photos = NextcloudPhotos(api=api, locate=wiring.locate, originals=settings.originals)
    comments = _comments(wiring, settings, api)
    book = TagBook(api=api, tags=_ours(settings.tags), comments=comments is not None)
    wording = Wording(language=wiring.language, labels=wiring.channels)
    return Host(
        name=wiring.name,
        feed=_feed(wiring, settings, photos),
        photos=photos,
        originals=photos if settings.originals else None,
        marks=NextcloudMarks(
            api=api, book=book, wording=wording, words=wiring.words, comments=comments
        ),
        setup=NextcloudSetup(api=api, book=book, folders=settings.folders),
        names=wiring.names,
        language=wiring.language,
        links=NextcloudLinks(api=api, locate=wiring.locate),
        comment=comments,
        message=NextcloudMessage(api=api),
    )


def _comments(wiring: Wiring, settings: NextcloudHost, api: Api) -> Comment | None:
    if not settings.comment or settings.tags is None:
        return None
    comments = NextcloudComments(api=api)
    if not settings.notify_uploader:
        return comments
    return MentioningComments(inner=comments, uploader=wiring.uploader)


def client(settings: NextcloudHost, password: str) -> Api:
    """Make a client for the account of the settings."""
    verify = str(settings.ca_file) if settings.ca_file else True
    return Api(
        sender=Transport(verify=verify, cookies=True),
        url=settings.url,
        account=Account(user=settings.user, password=password, bearer=settings.login == "bearer"),
    )


def _feed(wiring: Wiring, settings: NextcloudHost, photos: NextcloudPhotos) -> NextcloudFeed:
    return NextcloudFeed(
        name=HostName(wiring.name),
        api=photos.api,
        prints=photos,
        now=wiring.now,
        zone=wiring.zone,
        folders=settings.folders,
        pacing=Pacing(
            walk_s=settings.walk_s,
            sweep_s=settings.sweep_s,
            absence_s=settings.absence_s,
            unshared_s=settings.unshared_s,
        ),
    )


def _ours(tags: NextcloudTags | None) -> OurTags:
    if tags is None:
        return OurTags()
    return OurTags(
        status={status: TagId(number) for status, number in tags.status.items()},
        channels={channel: TagId(number) for channel, number in tags.channels.items()},
    )
