"""The checkpoints of this machine: where they are, and how they come, are checked and go."""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from briefgen.errors import CheckpointError, ModelError, ModelNotInstalledError, UsageError
from briefgen.registry import (
    CHECKPOINTS,
    DEMO_PRESET,
    PRESETS,
    Checkpoint,
    Preset,
    checkpoint,
    is_demo,
    ways,
)
from briefgen.store import hub
from briefgen.store.conversion import Converter
from briefgen.store.files import CONFIG
from briefgen.store.installing import Installer
from briefgen.store.local import embedded, embedded_folder, is_path, local
from briefgen.store.lock import (
    LOCK_NAME,
    Imported,
    Installed,
    Problem,
    as_installed,
    damage,
    quick_problems,
    read_lock,
    refuse_damaged,
    strangers,
)
from briefgen.store.place import Place, lock_or_none, not_installed_words
from briefgen.store.progress import Report


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
        self._place = Place(home)
        self._installer = Installer(
            self._place, offline=offline, endpoint=endpoint, converter=converter
        )

    @property
    def models_folder(self) -> Path:
        """Where each installed checkpoint has a folder."""
        return self._place.models_folder

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
        folder = self._place.folder_of(name)
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
        return next((way for way in ways(name) if self._place.lock_of(way) is not None), name)

    def locate_way(self, name: str) -> Installed:
        """Find the checkpoint that a preset names, or the original that it was converted from.

        Args:
            name: what the preset says.

        Raises:
            ModelNotInstalledError: neither is on this machine.
            CheckpointError: as for `locate`.
        """
        return self.locate(self.way(name))

    def plan(self, id: str) -> hub.Plan:
        """Ask the hub what installing a checkpoint fetches, to show it first.

        Raises:
            UsageError: it is not a hub id, or is an embedded one.
            ModelError: as for `install`.
        """
        return self._installer.plan(id)

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
        return self._installer.install(
            id, plan=plan, keep_original=keep_original, progress=progress
        )

    def check_room(self, plans: Sequence[hub.Plan]) -> None:
        """See that the disk has room for several checkpoints and their conversion.

        `install` asks for one at a time; this is for the time before the first download.

        Raises:
            ModelError: there is not enough; it says how much is needed and where.
        """
        self._installer.check_room(plans)

    def prepare(self, name: str, *, progress: Report | None = None) -> Installed:
        """Convert a folder of the user's own for the ct2 engine, where it stands.

        What is in it stays; `ct2/` is added, or `cut/` where it holds a converted model. One that
        has them, or that CTranslate2 does not run, is left as it is. No network is used.

        Args:
            name: the folder.
            progress: is called when the conversion begins.

        Raises:
            CheckpointError: it is no checkpoint, or cannot be converted.
            UsageError: it is one that was installed.
            ModelError: there is not enough room, or the folder cannot be written.
        """
        return self._installer.prepare(name, Path(name).expanduser(), progress=progress)

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
            folder = self._place.folder_of(name)
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
        folder = self._place.folder_of(id)
        if not folder.is_dir():
            raise ModelNotInstalledError(f"{id} is not installed: there is nothing to remove")
        with self._place.alone(id):
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
        progress: Report | None = None,
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
        from briefgen.store import transfer  # with tarfile: few commands need it

        return transfer.export(self._place, ids, target, progress=progress)

    def import_archive(
        self, source: Path, *, progress: Report | None = None
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
        from briefgen.store import transfer

        return transfer.import_archive(self._place, source, progress=progress)

    def installed(self) -> tuple[Installed, ...]:
        """All installed checkpoints by id, damaged ones and embedded ones left out."""
        found = []
        for folder in self._place.folders().values():
            lock = lock_or_none(folder)
            if lock is not None and not quick_problems(lock, folder):
                found.append(as_installed(lock, folder))
        return tuple(sorted(found, key=lambda one: one.id))

    def broken(self) -> Mapping[str, str]:
        """Checkpoints that are here and cannot be used, by id: what is wrong with each."""
        found = {}
        for id, folder in self._place.folders().items():
            lock = lock_or_none(folder)
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
        lock = self._place.lock_of(known.id)
        return lock is not None and not quick_problems(lock, self._place.folder_of(known.id))
