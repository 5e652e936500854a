"""Eight workspaces, made up and the same each time, whose reports are looked at page by page: docs/gallery.md."""

from collections.abc import Callable, Mapping

from tests.gallery import ends, names, ordinary, outage, shop, small
from tests.gallery.workspace import Workspace

EVERY: Mapping[str, Callable[[], Workspace]] = {
    "tiny": small.tiny, "ordinary": ordinary.ordinary, "shop": shop.shop, "names": names.names, "first": small.first,
    "outage": outage.outage, "achieved": ends.achieved, "missed": ends.missed,
}  # fmt: skip
