"""The hub: what a checkpoint would cost to fetch, and fetching it so that nothing is lost.

The client is huggingface_hub's own (addresses, tokens, redirects, retries, byte ranges). What it
lacks is a download that outlives the process: it throws the partial file of a killed run away. So
the partial file is kept here, beside where it will be, under a name made of its checksum.

huggingface_hub is imported inside functions: importing it takes longer than a whole command may.
"""

import logging
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefgen.errors import (
    CheckpointError,
    ModelError,
    ModelNotInstalledError,
    ModelOfflineError,
)
from briefgen.registry import spdx
from briefgen.store.files import Digests, choose_files, digests_of, is_converted
from briefgen.version import __version__

PARTIAL_ENDING = ".part"
CHUNK_BYTES = 1 << 18
"""How much a cut connection loses at most. The client's own 10 MB are minutes on a slow line, and
where it breaks more often than that, nothing would ever arrive."""

_CLIENT_LOCK = threading.RLock()
"""huggingface_hub's switches hold for the whole process: one thread at a time sets them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HubFile:
    """A file of a repository at one commit.

    Attributes:
        name: without folders.
        size: in bytes.
        sha256: where the hub gives it, for large files.
        git_oid: where the hub gives it; of a small file it is the SHA-1 of the git blob.
    """

    name: str
    size: int
    sha256: str | None
    git_oid: str | None

    def is_of(self, digests: Digests) -> bool:
        """Whether a file with these digests is this one."""
        if digests.size != self.size:
            return False
        if self.sha256 is not None:
            return digests.sha256 == self.sha256
        return self.git_oid is None or digests.git_oid == self.git_oid


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an install fetches, to be shown before it is done.

    Attributes:
        id: the hub id.
        revision: the commit that was asked for, or that `main` is now.
        licence: SPDX id, or `unknown`.
        files: in the order of fetching, the weights last.
    """

    id: str
    revision: str
    licence: str
    files: tuple[HubFile, ...]

    @property
    def total_bytes(self) -> int:
        """The size of all its files."""
        return sum(file.size for file in self.files)

    @property
    def converted(self) -> bool:
        """Whether it is a repository that somebody has converted for CTranslate2."""
        return is_converted(file.name for file in self.files)


def plan(id: str, *, revision: str, endpoint: str | None, offline: bool) -> Plan:
    """Ask the hub what a checkpoint consists of.

    Args:
        id: hub id.
        revision: a branch or a commit.
        endpoint: another hub's address; None for the usual one, or `HF_ENDPOINT`.
        offline: refuse, without a socket.

    Raises:
        ModelOfflineError: `offline`, or `HF_HUB_OFFLINE` is set.
        ModelNotInstalledError: the hub cannot be reached.
        ModelError: the hub refuses: unknown, private, gated, asked too often.
        CheckpointError: the repository has no weights that briefgen reads.
    """
    with _client(id, offline=offline):
        from huggingface_hub import HfApi

        api = HfApi(endpoint=endpoint, library_name="briefgen", library_version=__version__)
        info = api.model_info(id, revision=revision, files_metadata=True)
    siblings = {sibling.rfilename: sibling for sibling in info.siblings or ()}
    files = []
    for name in choose_files(siblings, id):
        sibling = siblings[name]
        if sibling.size is None or info.sha is None:
            raise ModelError(f"{id}: what answers does not say sizes and commit, as the hub does")
        files.append(
            HubFile(
                name=name,
                size=sibling.size,
                sha256=sibling.lfs.sha256 if sibling.lfs is not None else None,
                git_oid=sibling.blob_id if sibling.lfs is None else None,
            )
        )
    licence = info.card_data.license if info.card_data is not None else None
    return Plan(
        id=id,
        revision=str(info.sha),
        licence=spdx(licence) if isinstance(licence, str) else "unknown",
        files=tuple(files),
    )


def fetch(
    file: HubFile,
    *,
    plan: Plan,
    folder: Path,
    endpoint: str | None,
    offline: bool,
    report: Callable[[int], None],
) -> Digests:
    """Bring one file into a folder, going on where an earlier attempt stopped.

    Args:
        file: one of the plan's.
        plan: says the repository and the commit.
        folder: where it goes; a file of that name that is the very same is kept.
        endpoint: as for `plan`.
        offline: as for `plan`.
        report: is called with numbers of bytes as they arrive; those already here count too.

    Returns:
        The digests of the file that is now there.

    Raises:
        ModelOfflineError: as for `plan`.
        ModelNotInstalledError: the connection was cut; what came is kept for the next attempt.
        CheckpointError: what came is not what the hub announced; it is thrown away.
        ModelError: the hub refuses, or the folder cannot be written.
    """
    target = folder / file.name
    if target.is_file():
        digests = digests_of(target)
        if file.is_of(digests):
            report(file.size)
            return digests
    partial = folder / f"{file.name}.{(file.sha256 or file.git_oid or plan.revision)[:16]}"
    partial = partial.with_name(partial.name + PARTIAL_ENDING)
    if partial.is_file() and partial.stat().st_size > file.size:
        partial.unlink()
    with _client(plan.id, offline=offline):
        _download(file, plan=plan, partial=partial, endpoint=endpoint, report=report)
    digests = digests_of(partial)
    if not file.is_of(digests):
        partial.unlink()
        raise CheckpointError(
            f"{plan.id}: {file.name} arrived with another checksum than the hub announces;"
            " it was thrown away. Install it again."
        )
    partial.replace(target)
    return digests


def _download(
    file: HubFile,
    *,
    plan: Plan,
    partial: Path,
    endpoint: str | None,
    report: Callable[[int], None],
) -> None:
    from huggingface_hub import hf_hub_url
    from huggingface_hub.file_download import http_get
    from huggingface_hub.utils import build_hf_headers  # type: ignore[attr-defined]

    headers = build_hf_headers(library_name="briefgen", library_version=__version__)
    # A byte range of a compressed answer would not be a range of the file.
    headers["Accept-Encoding"] = "identity"
    bar: Any = lambda **_: _Bar(report)  # noqa: E731
    with partial.open("ab") as stream:
        already = stream.tell()
        report(already)
        http_get(
            hf_hub_url(plan.id, file.name, revision=plan.revision, endpoint=endpoint),
            stream,
            resume_size=already,
            headers=headers,
            expected_size=file.size,
            tqdm_class=bar,
        )


class _Bar:
    """What the client takes for its progress bar, so that progress is shown in one place."""

    def __init__(self, report: Callable[[int], None]) -> None:
        self._report = report

    def __enter__(self) -> "_Bar":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def update(self, arrived: int = 1) -> None:
        self._report(arrived)


@contextmanager
def _client(id: str, *, offline: bool) -> Generator[None, None, None]:
    """Use of the client: no telemetry, no messages of its own, errors that a user can act on."""
    if offline:
        raise ModelOfflineError(
            f"{id} is not installed, and installing it needs the network, which --offline forbids"
        )
    from huggingface_hub import constants, errors
    from huggingface_hub.utils import logging as hub_logging

    with _CLIENT_LOCK:
        telemetry_off, verbosity = constants.HF_HUB_DISABLE_TELEMETRY, hub_logging.get_verbosity()
        chunk_bytes = constants.DOWNLOAD_CHUNK_SIZE
        constants.HF_HUB_DISABLE_TELEMETRY = True
        constants.DOWNLOAD_CHUNK_SIZE = CHUNK_BYTES
        hub_logging.set_verbosity(logging.ERROR)
        try:
            yield
        except errors.OfflineModeIsEnabled as error:
            raise ModelOfflineError(
                f"{id} is not installed, and installing it needs the network, which"
                " HF_HUB_OFFLINE forbids"
            ) from error
        except errors.HfHubHTTPError as error:
            raise _refusal(id, error) from error
        except errors.HTTPError as error:  # type: ignore[attr-defined]  # httpx's, 1 or 2
            raise _unreachable(id, f"{type(error).__name__}: {error}") from error
        except OSError as error:
            if error.errno is None:  # the client's own words for a body that was too short
                raise _unreachable(id, "the connection was cut") from error
            raise ModelError(
                f"{id} cannot be stored: {error}. Make room, or set BRIEFGEN_HOME to a folder"
                " that can be written"
            ) from error
        except ValueError as error:
            raise ModelError(
                f"{id}: what answers is not the hub ({error}). Is there a log-in page or a proxy"
                " between?"
            ) from error
        finally:
            constants.HF_HUB_DISABLE_TELEMETRY = telemetry_off
            constants.DOWNLOAD_CHUNK_SIZE = chunk_bytes
            hub_logging.set_verbosity(verbosity)


def _unreachable(id: str, reason: str) -> ModelNotInstalledError:
    return ModelNotInstalledError(
        f"{id} is not installed, and the hub cannot be reached ({reason.strip()}).\n"
        "Run the same command again: it goes on where it stopped. Or add --preset demo, which needs"
        " no download."
    )


def _refusal(id: str, error: Any) -> ModelError:
    """The error for an answer of the hub that is not a success."""
    from huggingface_hub import errors

    status = int(error.response.status_code)
    if isinstance(error, errors.GatedRepoError):
        return ModelError(
            f"{id} is gated: accept its conditions on its page on the hub, then log in with"
            " `hf auth login`, and install it again"
        )
    if isinstance(error, errors.RevisionNotFoundError):
        return ModelError(f"{id} has no such revision on the hub")
    if status in {401, 403, 404}:
        return ModelError(
            f"the hub has no {id}, or does not show it to you ({status}): check the spelling; if it"
            " is private, log in with `hf auth login`"
        )
    if status == 429:
        wait = error.response.headers.get("Retry-After", "")
        when = f"in {wait} seconds" if wait.isdigit() else "in some minutes"
        return ModelError(f"the hub was asked too often (429): install {id} again {when}")
    return _unreachable(id, f"it answers with error {status}")
