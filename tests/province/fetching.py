"""Fetching: a roster as a kiosk gets it, through TUF's own client."""

from collections.abc import Iterator
from pathlib import Path

from tuf.api.exceptions import DownloadHTTPError
from tuf.ngclient import FetcherInterface, Updater

from kiosk.protocol import roster
from province.publishing import Publication


class FolderFetcher(FetcherInterface):
    """Fetches from the publication as its routes would."""

    def __init__(self, publication: Publication) -> None:
        self._publication = publication

    def _fetch(self, url: str) -> Iterator[bytes]:
        kind, _, name = url.partition("/")
        read = {
            "metadata": self._publication.read_metadata,
            "targets": self._publication.read_target,
        }[kind]
        content = read(name)
        if content is None:
            raise DownloadHTTPError("not there", 404)
        yield content


def fetch(publication: Publication, cache: Path) -> roster.RosterTarget:
    """Return the roster as a kiosk gets it, verified from the root on."""
    digest = publication.hash_root()
    root = publication.read_root(digest.hex()) if digest else None
    for name in ("metadata", "targets"):
        (cache / name).mkdir(parents=True, exist_ok=True)
    updater = Updater(
        metadata_dir=str(cache / "metadata"),
        metadata_base_url="metadata/",
        target_dir=str(cache / "targets"),
        target_base_url="targets/",
        fetcher=FolderFetcher(publication),
        bootstrap=root,
    )
    updater.refresh()
    target = updater.get_targetinfo(roster.TARGET)
    assert target is not None
    content = roster.decode(Path(updater.download_target(target)).read_bytes())
    assert content is not None
    return content
