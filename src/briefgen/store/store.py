"""The checkpoints of this machine: where they are, and how they come, are checked and go."""

import re
import shutil
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import platformdirs

from briefgen.errors import (
    CheckpointError,
    ModelError,
    ModelNotInstalledError,
    UsageError,
)
from briefgen.registry import (
    CHECKPOINTS,
    DEMO_PRESET,
    PRESETS,
    Checkpoint,
    Preset,
    checkpoint,
    download_words,
    is_demo,
    ways,
)
from briefgen.store import hub
from briefgen.store.archive import Archive, open_archive, write_archive
from briefgen.store.conversion import (
    Converter,
    OwnConverter,
    convert,
    cut_decoder,
    drop_made,
    drop_original,
    require_room,
    room_for,
    without_made,
)
from briefgen.store.files import (
    CONFIG,
    all_files_in,
    files_in,
    weights_among,
)
from briefgen.store.local import embedded, embedded_folder, is_path, local
from briefgen.store.lock import (
    LOCK_NAME,
    Installed,
    Lock,
    LockedFile,
    Problem,
    as_installed,
    damage,
    quick_problems,
    read_lock,
    refuse_damaged,
    strangers,
    write_lock,
)

_HUB_ID = re.compile(r"[A-Za-z0-9_][\w.\-]{0,95}/[A-Za-z0-9_][\w.\-]{0,95}", re.ASCII)


def home_from_environment(environ: Mapping[str, str]) -> Path:
    """The folder that holds briefgen's checkpoints.

    Args:
        environ: the environment; `BRIEFGEN_HOME` there wins over the platform's cache folder.
    """
    home = environ.get("BRIEFGEN_HOME", "").strip()
    if home:
        return Path(home).expanduser()
    return platformdirs.user_cache_path("briefgen", appauthor=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far an install is. Bytes count over all files, those fetched earlier included.

    `converting` is set once, when all is fetched and the conversion begins.
    """

    file: str
    done_bytes: int
    total_bytes: int
    converting: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PresetStatus:
    """Whether a preset can run here.

    Attributes:
        preset: which.
        installed: all its checkpoints are here.
        missing: those that are not.
        download_bytes: what the missing ones would fetch; None where one's size is not known.
    """

    preset: Preset
    installed: bool
    missing: tuple[Checkpoint, ...]
    download_bytes: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """A checkpoint of an archive that is here now; `was_here` where it had been before."""

    checkpoint: Installed
    was_here: bool


class Store:
    """The checkpoints under one folder, and those embedded in briefgen.

    Args:
        home: the folder; it need not exist.
        offline: never open a socket.
        endpoint: address of another hub; None for the usual one, or what `HF_ENDPOINT` says.
        converter: makes CTranslate2's files; None for briefgen's own.
    """

    def __init__(
        self,
        home: Path,
        *,
        offline: bool = False,
        endpoint: str | None = None,
        converter: Converter | None = None,
    ) -> None:
        self.home = home
        self.offline = offline
        self._endpoint = endpoint
        self._converter = converter

    @property
    def models_folder(self) -> Path:
        """Where each installed checkpoint has a folder."""
        return self.home / "models"

    def locate(self, name: str) -> Installed:
        """Find a checkpoint on this machine; no network is used.

        Args:
            name: a local folder, a hub id, or the name of an embedded checkpoint.

        Raises:
            ModelNotInstalledError: it is known how to get it, and it is not here.
            CheckpointError: it is here and damaged, or is not a checkpoint.
            UsageError: the name is neither a folder nor a hub id.
        """
        known = checkpoint(name)
        if known is not None and known.builtin is not None:
            return embedded(known)
        folder = Path(name).expanduser()
        if folder.is_dir():
            return local(name, folder)
        if is_path(name):
            raise CheckpointError(f"there is no folder {name}")
        folder = self._folder(name)
        lock = read_lock(folder)
        if lock is None or lock.id != name:
            raise ModelNotInstalledError(not_installed_words([name], install=name))
        refuse_damaged(lock, folder)
        return as_installed(lock, folder)

    def way(self, name: str) -> str:
        """Which checkpoint serves where a preset names one: what is here of `registry.ways`.

        Returns:
            The id of the first that is installed, damaged or not; the name itself where none is.
        """
        return next((way for way in ways(name) if self._lock_of(way) is not None), name)

    def locate_way(self, name: str) -> Installed:
        """Find the checkpoint that a preset names, or the original that it was converted from.

        Args:
            name: what the preset says.

        Raises:
            ModelNotInstalledError: neither is on this machine.
            CheckpointError: as for `locate`.
        """
        return self.locate(self.way(name))

    def _lock_of(self, id: str) -> Lock | None:
        """The lock of a checkpoint of the hub, where it is here."""
        if is_demo(id):
            return None
        lock = _lock_or_none(self._folder(id))
        return lock if lock is not None and lock.id == id else None

    def plan(self, id: str) -> hub.Plan:
        """Ask the hub what installing a checkpoint fetches, to show it first.

        Raises:
            UsageError: it is not a hub id, or is an embedded one.
            ModelError: as for `install`.
        """
        if is_demo(id):
            raise UsageError(f"{id} comes with briefgen: there is nothing to install")
        known = checkpoint(id)
        return self._plan(id, revision="main" if known is None else known.revision)

    def _plan(self, id: str, *, revision: str) -> hub.Plan:
        self._folder(id)
        found = hub.plan(id, revision=revision, endpoint=self._endpoint, offline=self.offline)
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
        progress: Callable[[Progress], None] | None = None,
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
        folder = self._folder(id)
        with self._alone(id, folder):
            before = self._lock_of(id)
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

    def _whole(
        self,
        id: str,
        folder: Path,
        *,
        keep_original: bool,
        progress: Callable[[Progress], None] | None,
    ) -> Lock | None:
        """The lock of a checkpoint that is here, mended where it was damaged; None without one."""
        lock = self._lock_of(id)
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
        plan = self._plan(id, revision=lock.revision)
        carried = lock if lock.made and not lacking and broken.isdisjoint(lock.made) else None
        return self._fetch(plan, folder, progress, carried=carried)

    def _converted(
        self,
        lock: Lock,
        folder: Path,
        *,
        keep_original: bool,
        progress: Callable[[Progress], None] | None,
    ) -> Lock:
        """The lock of a checkpoint after its conversion, where there is something to convert."""
        if lock.made:
            return lock
        converter = self._converter if self._converter is not None else OwnConverter()
        original = bool(weights_among(lock.files))
        can = converter.can_convert if original else converter.can_cut
        try:
            able = can(folder, id=lock.id)
        except CheckpointError as error:
            raise CheckpointError(
                f"{lock.id} was fetched whole, and cannot be used: {error}\n"
                f"`briefgen models remove {lock.id}` deletes it."
            ) from error
        if not able:
            return lock
        if progress is not None:
            size = sum(file.size for file in lock.files.values())
            progress(Progress(file="", done_bytes=size, total_bytes=size, converting=True))
        if original:
            return convert(lock, folder, converter, keep_original=keep_original)
        return cut_decoder(lock, folder, converter)

    def verify(self, name: str) -> tuple[Problem, ...]:
        """Read every file of a checkpoint and compare it with the lock.

        Args:
            name: as for `locate`. One without a lock is only looked at for missing weights.

        Returns:
            What is wrong, a file each; empty where all is well.

        Raises:
            ModelNotInstalledError: it is not here.
            CheckpointError: its lock cannot be read, or it is not a checkpoint.
            UsageError: the name is neither a folder nor a hub id.
        """
        folder = Path(name).expanduser()
        if is_demo(name) or folder.is_dir() or is_path(name):
            folder = self.locate(name).folder if is_demo(name) or not folder.is_dir() else folder
            lock = read_lock(folder)
            if lock is None:
                self.locate(name)
                return ()
        else:
            folder = self._folder(name)
            lock = read_lock(folder)
            if lock is None or lock.id != name:
                raise ModelNotInstalledError(not_installed_words([name], install=name))
        try:
            return damage(lock, folder) + strangers(lock, folder)
        except OSError as error:
            raise CheckpointError(f"{name} cannot be read: {error}") from error

    def remove(self, id: str) -> int:
        """Delete an installed checkpoint, or what a broken install has left of it.

        Returns:
            How many bytes this freed.

        Raises:
            UsageError: it is not a hub id, or is an embedded one.
            ModelNotInstalledError: there is nothing of it here.
            ModelError: the files cannot be deleted.
        """
        if is_demo(id):
            raise UsageError(f"{id} comes with briefgen and cannot be removed")
        folder = self._folder(id)
        if not folder.is_dir():
            raise ModelNotInstalledError(f"{id} is not installed: there is nothing to remove")
        with self._alone(id, folder):
            freed = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
            try:
                # Without its lock it counts as not installed from here on, whatever comes.
                (folder / LOCK_NAME).unlink(missing_ok=True)
                shutil.rmtree(folder)
            except OSError as error:
                raise ModelError(f"{folder} cannot be removed: {error}") from error
        return freed

    def export(
        self,
        ids: Sequence[str],
        target: Path,
        *,
        progress: Callable[[Progress], None] | None = None,
    ) -> int:
        """Write installed checkpoints into one tar file, for a machine without a network.

        The same checkpoints give the same bytes, wherever and whenever they were installed.

        Args:
            ids: hub ids.
            target: the file; replaced at once, when all is written.
            progress: is called as files are written.

        Returns:
            The size of the file in bytes.

        Raises:
            UsageError: one is not a hub id, or is an embedded one.
            ModelNotInstalledError: one is not here.
            CheckpointError: a file is not what was installed.
            ModelError: there is no room, or the file cannot be written.
        """
        wanted = sorted(set(ids))
        with ExitStack() as held:
            checkpoints = []
            for id in wanted:
                if is_demo(id):
                    raise UsageError(f"{id} comes with briefgen: the other machine has it")
                folder = self._folder(id)
                held.enter_context(self._alone(id, folder))
                lock = read_lock(folder)
                if lock is None or lock.id != id:
                    raise ModelNotInstalledError(not_installed_words([id], install=id))
                refuse_damaged(lock, folder)
                checkpoints.append((lock, folder))
            report = None
            if progress is not None:
                told = progress

                def report(name: str, done: int, total: int) -> None:
                    told(Progress(file=name, done_bytes=done, total_bytes=total))

            return write_archive(target, checkpoints, progress=report)

    def import_archive(
        self, source: Path, *, progress: Callable[[Progress], None] | None = None
    ) -> tuple[Imported, ...]:
        """Take over the checkpoints of a file that `export` has written.

        Each is written beside, compared with its checksums, and put in its place when all of it has
        arrived; what was there before goes only then. One that is here already, whole and the very
        same, is left alone. An import that was killed goes on where it stopped.

        Args:
            source: the tar file.
            progress: is called as files arrive.

        Returns:
            The checkpoints, in the order of the file.

        Raises:
            CheckpointError: the file is damaged, or not one of briefgen's; of the checkpoint that
                this concerns, nothing was taken over.
            ModelError: it cannot be read, or there is not enough room.
        """
        found = []
        with open_archive(source) as archive:
            total = sum(file.size for lock in archive.locks for file in lock.files.values())
            done = 0
            for number, lock in enumerate(archive.locks):
                try:
                    folder = self._folder(lock.id)
                except UsageError as error:
                    raise CheckpointError(f"{source} names a checkpoint {lock.id!r}") from error
                before = done

                def report(name: str, size: int) -> None:
                    nonlocal done
                    done += size
                    if progress is not None:
                        progress(Progress(file=name, done_bytes=done, total_bytes=total))

                with self._alone(lock.id, folder):
                    try:
                        found.append(self._take_over(archive, number, folder, report))
                    except OSError as error:
                        raise ModelError(
                            f"{lock.id} cannot be stored in {folder}: {error}"
                        ) from error
                done = before + sum(file.size for file in lock.files.values())
        return tuple(found)

    def _take_over(
        self, archive: Archive, number: int, folder: Path, report: Callable[[str, int], None]
    ) -> Imported:
        """Put one checkpoint of an archive in its place, where it is not there already."""
        lock = archive.locks[number]
        current = self._lock_of(lock.id)
        same = (
            current is not None
            and (current.revision, current.files) == (lock.revision, lock.files)
            and not damage(current, folder)
        )
        if current is not None and same:
            archive.skip(number)
            return Imported(checkpoint=as_installed(current, folder), was_here=True)
        partial = self.models_folder / ".import" / folder.name
        try:
            require_room(lock.id, folder, sum(file.size for file in lock.files.values()))
            partial.mkdir(parents=True, exist_ok=True)
            archive.extract(number, partial, report)
            for name in all_files_in(partial):
                if name not in lock.files:
                    (partial / name).unlink()
            lock = replace(lock, installed=_now())
            write_lock(lock, partial)
        except Exception:
            shutil.rmtree(partial, ignore_errors=True)
            raise
        old = self._old(folder)
        if folder.exists():
            folder.rename(old)
        partial.rename(folder)
        shutil.rmtree(old, ignore_errors=True)
        return Imported(checkpoint=as_installed(lock, folder), was_here=False)

    def _old(self, folder: Path) -> Path:
        """Where a checkpoint is for the moment in which another takes its place."""
        return folder.with_name(f".old-{folder.name}")

    def installed(self) -> tuple[Installed, ...]:
        """All installed checkpoints by id, damaged ones and embedded ones left out."""
        found = []
        if self.models_folder.is_dir():
            for folder in self.models_folder.iterdir():
                lock = _lock_or_none(folder) if folder.is_dir() else None
                if lock is not None and not quick_problems(lock, folder):
                    found.append(as_installed(lock, folder))
        return tuple(sorted(found, key=lambda one: one.id))

    def broken(self) -> Mapping[str, str]:
        """Checkpoints that are here and cannot be used, by id: what is wrong with each."""
        found = {}
        folders = sorted(self.models_folder.iterdir()) if self.models_folder.is_dir() else []
        for folder in folders:
            id = folder.name.replace("--", "/", 1)
            if not folder.is_dir() or not _HUB_ID.fullmatch(id):
                continue
            lock = _lock_or_none(folder)
            problems = () if lock is None else quick_problems(lock, folder)
            if lock is None:
                found[id] = "its install is not finished"
            elif problems:
                found[id] = f"{problems[0].file} {problems[0].detail}"
        return found

    def preset_status(self, preset: Preset) -> PresetStatus:
        """What a preset still needs; no network is used."""
        missing = tuple(
            known
            for known in preset.checkpoints
            if not any(self._has(CHECKPOINTS[way]) for way in ways(known.id))
        )
        sizes = [known.download_bytes for known in missing]
        return PresetStatus(
            preset=preset,
            installed=not missing,
            missing=missing,
            download_bytes=None if None in sizes else sum(size for size in sizes if size),
        )

    def best_installed_preset(self) -> Preset | None:
        """The first preset whose checkpoints are all here; `demo` does not count."""
        for candidate in PRESETS.values():
            if candidate.name != DEMO_PRESET and self.preset_status(candidate).installed:
                return candidate
        return None

    def _has(self, known: Checkpoint) -> bool:
        if known.builtin is not None:
            return (embedded_folder(known) / CONFIG).is_file()
        lock = self._lock_of(known.id)
        return lock is not None and not quick_problems(lock, self._folder(known.id))

    def _folder(self, id: str) -> Path:
        if not _HUB_ID.fullmatch(id) or "--" in id or ".." in id:
            raise UsageError(
                f"{id!r} is neither a folder here nor the id of a checkpoint on the hub, such as"
                f" {next(iter(CHECKPOINTS))}"
            )
        return self.models_folder / id.replace("/", "--")

    @contextmanager
    def _alone(self, id: str, folder: Path) -> Generator[None, None, None]:
        """Hold the checkpoint's folder against other processes and threads."""
        from huggingface_hub.utils import WeakFileLock  # type: ignore[attr-defined]

        locks = self.models_folder / ".locks"
        try:
            locks.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ModelError(
                f"{id} cannot be stored in {self.models_folder}: {error}. Set BRIEFGEN_HOME to a"
                " folder that can be written"
            ) from error
        with WeakFileLock(locks / f"{folder.name}.lock"):
            old = self._old(folder)
            if old.is_dir():
                # An import was killed between the two renames.
                if folder.exists():
                    shutil.rmtree(old, ignore_errors=True)
                else:
                    old.rename(folder)
            yield

    def _fetch(
        self,
        plan: hub.Plan,
        folder: Path,
        progress: Callable[[Progress], None] | None,
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
        _require_room(plan.id, wanted, folder, convertible=carried is None)
        locked = {}
        before = 0
        for file in wanted:
            meter = _Meter(file.name, before, total, progress)
            digests = hub.fetch(
                file,
                plan=plan,
                folder=folder,
                endpoint=self._endpoint,
                offline=self.offline,
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
            installed=_now(),
            conversion=None if carried is None else carried.conversion,
        )
        write_lock(lock, folder)
        return lock


class _Meter:
    """Adds up the bytes of one file for the progress of all."""

    def __init__(
        self, file: str, before: int, total: int, progress: Callable[[Progress], None] | None
    ) -> None:
        self._file = file
        self._done = before
        self._total = total
        self._progress = progress

    def add(self, arrived: int) -> None:
        self._done += arrived
        if self._progress is not None:
            self._progress(
                Progress(file=self._file, done_bytes=self._done, total_bytes=self._total)
            )


def not_installed_words(names: Sequence[str], *, install: str) -> str:
    """What to tell a user who needs checkpoints that are not here, in two lines.

    Args:
        names: the ids of those that are missing.
        install: what `briefgen models install` should be given: a preset's name or an id.
    """
    known = [found for name in names if (found := checkpoint(name)) is not None]
    what = download_words(known) if len(known) == len(names) else ", ".join(names)
    verb = "is" if len(names) == 1 else "are"
    return (
        f"{', '.join(names)} {verb} not installed: `briefgen models install {install}` fetches"
        f" {what}.\nOr add --preset demo, which needs no download: small demonstration models of"
        " one field."
    )


def _lock_or_none(folder: Path) -> Lock | None:
    """The lock of a folder; one that cannot be read counts as none."""
    try:
        return read_lock(folder)
    except CheckpointError:
        return None


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _require_room(
    id: str, files: Sequence[hub.HubFile], folder: Path, *, convertible: bool
) -> None:
    """Refuse before the download what would not fit, its conversion included."""
    here = sum(
        (folder / name).stat().st_size
        for name in files_in(folder)
        if any(name.startswith(file.name) for file in files)  # whole, or the start of it
    )
    needed = max(0, sum(file.size for file in files) - here)
    if convertible:
        needed += room_for((file.name, file.size) for file in files)
    require_room(id, folder, needed)
