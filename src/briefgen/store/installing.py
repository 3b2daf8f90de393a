"""Installing a checkpoint: fetched, mended, converted; whatever stops it, the next one goes on."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from briefgen.errors import CheckpointError, ModelError, UsageError
from briefgen.registry import checkpoint, is_demo
from briefgen.store import hub
from briefgen.store.conversion import (
    Converter,
    OwnConverter,
    convert,
    convert_folder,
    cut_decoder,
    drop_made,
    drop_original,
    require_room,
    room_for,
    without_made,
)
from briefgen.store.files import files_in, made_files_in, weights_among
from briefgen.store.local import embedded, local
from briefgen.store.lock import (
    LOCK_NAME,
    Installed,
    Lock,
    LockedFile,
    as_installed,
    damage,
    read_lock,
    write_lock,
)
from briefgen.store.place import Place, hold, now
from briefgen.store.progress import Meter, Progress, Report


class Installer:
    """Brings checkpoints of a hub into their place.

    Args:
        place: where they go.
        offline: never open a socket.
        endpoint: address of another hub; None for the usual one, or what `HF_ENDPOINT` says.
        converter: makes CTranslate2's files; None for briefgen's own.
    """

    def __init__(
        self, place: Place, *, offline: bool, endpoint: str | None, converter: Converter | None
    ) -> None:
        self._place = place
        self._offline = offline
        self._endpoint = endpoint
        self._converter = converter if converter is not None else OwnConverter()

    def plan(self, id: str) -> hub.Plan:
        """Ask the hub what installing a checkpoint fetches, to show it first.

        Raises:
            UsageError: it is not a hub id, or is an embedded one.
            ModelError: as for `install`.
        """
        if is_demo(id):
            raise UsageError(f"{id} comes with briefgen: there is nothing to install")
        known = checkpoint(id)
        return self._plan_at(id, revision="main" if known is None else known.revision)

    def _plan_at(self, id: str, *, revision: str) -> hub.Plan:
        self._place.folder_of(id)
        found = hub.plan(id, revision=revision, endpoint=self._endpoint, offline=self._offline)
        known = checkpoint(id)
        if found.licence == "unknown" and known is not None and known.licence is not None:
            return replace(found, licence=known.licence)
        return found

    def install(
        self,
        id: str,
        *,
        plan: hub.Plan | None = None,
        keep_original: bool = False,
        progress: Report | None = None,
    ) -> Installed:
        """Fetch and convert a checkpoint, or mend a damaged one; whole ones are left as they are.

        Every file is compared with the hub's checksum. Where CTranslate2 runs the family, its files
        are made once, and the original's weights deleted. A killed install goes on where it
        stopped, and of two at once the second waits for the first.

        Args:
            id: hub id.
            plan: what `plan` gave and the user has seen; asked for where None.
            keep_original: leave the original's weights beside the converted ones, for the torch
                engine.
            progress: is called as bytes arrive.

        Raises:
            UsageError: it is not a hub id.
            ModelOfflineError: the store is offline, or `HF_HUB_OFFLINE` is set.
            ModelNotInstalledError: the hub cannot be reached, or the connection was cut.
            CheckpointError: a file is not what the hub announces, there are no usable weights, or
                they could not be converted.
            ModelError: the hub refuses (unknown, private, gated, asked too often), or there is not
                enough room.
        """
        known = checkpoint(id)
        if known is not None and known.builtin is not None:
            return embedded(known)
        folder = self._place.folder_of(id)
        with self._place.alone(id):
            before = self._place.lock_of(id)
            if before is not None and before.conversion is not None and before.conversion.kept:
                keep_original = True
            try:
                lock = self._whole(id, folder, keep_original=keep_original, progress=progress)
                if lock is None:
                    plan = plan if plan is not None else self.plan(id)
                    lock = self._fetch(plan, folder, progress)
                return as_installed(
                    self._converted(lock, folder, keep_original=keep_original, progress=progress),
                    folder,
                )
            except OSError as error:
                raise ModelError(f"{id} cannot be stored in {folder}: {error}") from error

    def check_room(self, plans: Sequence[hub.Plan]) -> None:
        """See that the disk has room for several; `Store.check_room` says the rest."""
        if not plans:
            return
        folders = [self._place.folder_of(plan.id) for plan in plans]
        missing = sum(
            _missing_bytes(plan.files, folder) for plan, folder in zip(plans, folders, strict=True)
        )
        # One is converted after the other, and leaves less than it took.
        conversion = max(_conversion_bytes(plan.files) for plan in plans)
        self._place.make()
        require_room(" and ".join(plan.id for plan in plans), folders[0], missing + conversion)

    def prepare(self, name: str, folder: Path, *, progress: Report | None) -> Installed:
        """Convert a folder of the user's own; `Store.prepare` says the rest."""
        found = local(name, folder)
        if read_lock(folder) is not None:
            raise UsageError(f"{name} was installed as {found.id}: say that")
        try:
            with hold(folder / ".briefgen.lock"):
                if not made_files_in(folder):
                    if progress is not None:
                        size = found.size_bytes
                        progress(
                            Progress(file="", done_bytes=size, total_bytes=size, converting=True)
                        )
                    convert_folder(folder, self._converter, id=name)
        except OSError as error:
            raise ModelError(f"{name} cannot be converted: {error}") from error
        return local(name, folder)

    def _whole(
        self,
        id: str,
        folder: Path,
        *,
        keep_original: bool,
        progress: Report | None,
    ) -> Lock | None:
        """The lock of a checkpoint that is here, mended where it was damaged; None without one."""
        lock = self._place.lock_of(id)
        if lock is None:
            return None
        problems = damage(lock, folder)
        conversion = lock.conversion
        lacking = conversion is not None and not conversion.kept and keep_original
        if not problems and not lacking:
            drop_original(lock, folder)
            return lock
        broken = {problem.file for problem in problems}
        if broken <= set(lock.made) and (conversion is None or conversion.kept):
            return without_made(lock, folder)
        # Mended at its own commit: a repair must not change what a brief is made with.
        plan = self._plan_at(id, revision=lock.revision)
        carried = lock if lock.made and not lacking and broken.isdisjoint(lock.made) else None
        return self._fetch(plan, folder, progress, carried=carried)

    def _converted(
        self,
        lock: Lock,
        folder: Path,
        *,
        keep_original: bool,
        progress: Report | None,
    ) -> Lock:
        """The lock of a checkpoint after its conversion, where there is something to convert."""
        if lock.made:
            return lock
        original = bool(weights_among(lock.files))
        if not (self._convertible if original else self._cuttable)(lock, folder):
            return lock
        if progress is not None:
            size = sum(file.size for file in lock.files.values())
            progress(Progress(file="", done_bytes=size, total_bytes=size, converting=True))
        if original:
            return convert(lock, folder, self._converter, keep_original=keep_original)
        return cut_decoder(lock, folder, self._converter)

    def _convertible(self, lock: Lock, folder: Path) -> bool:
        """Whether the original is of a family that CTranslate2 runs."""
        try:
            return self._converter.can_convert(folder, id=lock.id)
        except CheckpointError:
            # Every file is as the hub announced it: of a kind that generates no text, such as the
            # encoder that compares meanings.
            return False

    def _cuttable(self, lock: Lock, folder: Path) -> bool:
        """Whether a converted repository gets a cut decoder; one that no engine runs is refused."""
        try:
            return self._converter.can_cut(folder, id=lock.id)
        except CheckpointError as error:
            raise CheckpointError(
                f"{lock.id} was fetched whole, and cannot be used: {error}\n"
                f"`briefgen models remove {lock.id}` deletes it."
            ) from error

    def _fetch(
        self,
        plan: hub.Plan,
        folder: Path,
        progress: Report | None,
        *,
        carried: Lock | None = None,
    ) -> Lock:
        """Bring the files of a plan; with `carried`, all but what its conversion stands for."""
        folder.mkdir(parents=True, exist_ok=True)
        wanted = plan.files
        if carried is None:
            (folder / LOCK_NAME).unlink(missing_ok=True)
            drop_made(folder)
        elif carried.conversion is not None and not carried.conversion.kept:
            original = carried.conversion.original
            wanted = tuple(file for file in wanted if file.name not in original)
        total = sum(file.size for file in wanted)
        conversion = _conversion_bytes(wanted) if carried is None else 0
        require_room(plan.id, folder, _missing_bytes(wanted, folder) + conversion)
        locked = {}
        before = 0
        for file in wanted:
            meter = Meter(file.name, before, total, progress)
            digests = hub.fetch(
                file,
                plan=plan,
                folder=folder,
                endpoint=self._endpoint,
                offline=self._offline,
                report=meter.add,
            )
            locked[file.name] = LockedFile(sha256=digests.sha256, size=digests.size)
            before += file.size
        for name in files_in(folder):
            if name not in locked and name != LOCK_NAME:  # of an earlier commit, or partial
                (folder / name).unlink()
        lock = Lock(
            id=plan.id,
            revision=plan.revision,
            licence=plan.licence,
            files=locked if carried is None else {**locked, **carried.made},
            installed=now(),
            conversion=None if carried is None else carried.conversion,
        )
        write_lock(lock, folder)
        return lock


def _missing_bytes(files: Sequence[hub.HubFile], folder: Path) -> int:
    """How much of some files is still to come; whole ones are here, or the starts of them."""
    there = files_in(folder) if folder.is_dir() else ()
    here = sum(
        (folder / name).stat().st_size
        for name in there
        if any(name.startswith(file.name) for file in files)
    )
    return max(0, sum(file.size for file in files) - here)


def _conversion_bytes(files: Sequence[hub.HubFile]) -> int:
    return room_for((file.name, file.size) for file in files)
