"""A save that fails at any step leaves the old file whole and nothing beside it."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

import pytest

from coolsim.design import atomic, files
from coolsim.design.models import Design, Project
from coolsim.errors import SaveError

OLD = b"the old file"


def failing_after(count: int) -> atomic.Writer:
    """A writer that fails, as a full disk does, after ``count`` bytes."""

    def write(stream: BinaryIO, data: bytes) -> None:
        stream.write(data[:count])
        stream.flush()
        raise OSError(errno.ENOSPC, "No space left on device")

    return write


def assert_untouched(path: Path) -> None:
    assert path.read_bytes() == OLD
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "hall.coolsim"
    path.write_bytes(OLD)
    return path


def test_failure_at_every_byte(old: Path) -> None:
    design = Design()
    for count in range(len(files.dumps(design).encode()) + 1):
        with pytest.raises(SaveError, match="disk is full") as caught:
            files.save(design, old, write=failing_after(count))
        assert caught.value.remedy
        assert_untouched(old)


@pytest.mark.parametrize(
    ("owner", "name"), [(os, "fsync"), (Path, "replace"), (Path, "chmod"), (Path, "open")]
)
def test_failure_at_every_step(
    old: Path, monkeypatch: pytest.MonkeyPatch, owner: object, name: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(owner, name, fail)
    with pytest.raises(SaveError, match="Input/output error"):
        files.save(Design(), old)
    monkeypatch.undo()
    assert_untouched(old)


def test_an_interrupt_or_a_bug_in_the_writer_leaves_nothing_either(old: Path) -> None:
    for error in (KeyboardInterrupt, ZeroDivisionError):

        def write(stream: BinaryIO, data: bytes, error: type[BaseException] = error) -> None:
            stream.write(data[:5])
            raise error

        with pytest.raises(error):
            files.save(Design(), old, write=write)
        assert_untouched(old)


def test_a_folder_that_cannot_be_flushed_does_not_undo_a_save(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(folder: Path) -> None:
        raise OSError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr(atomic, "_sync_folder", fail)
    files.save(Design(project=Project(name="new")), old)
    assert files.load(old).project.name == "new"


def test_file_and_folder_are_flushed_before_and_after_the_swap(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    real_fsync, real_replace = os.fsync, Path.replace

    def fsync(handle: int) -> None:
        steps.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        real_fsync(handle)

    def replace(self: Path, target: Path) -> Path:
        steps.append("replace")
        return real_replace(self, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "replace", replace)
    files.save(Design(), old)
    expected = ["file", "replace", "folder"]
    assert steps == (expected[:2] if os.name == "nt" else expected)


@pytest.mark.skipif(os.name == "nt", reason="modes are a matter of POSIX")
def test_mode_and_link_are_kept(old: Path) -> None:
    old.chmod(0o640)
    link = old.with_name("link.coolsim")
    link.symlink_to(old)
    files.save(Design(), link)
    assert link.is_symlink()
    assert stat.S_IMODE(old.stat().st_mode) == 0o640
    assert files.load(old) == Design()


def test_no_folder_a_folder_of_that_name_and_too_long_a_name(tmp_path: Path) -> None:
    with pytest.raises(SaveError, match="folder does not exist"):
        files.save(Design(), tmp_path / "none" / "hall.coolsim")
    with pytest.raises(SaveError, match="a folder has this name"):
        files.save(Design(), tmp_path)
    with pytest.raises(SaveError) as caught:
        files.save(Design(), tmp_path / ("x" * 300))
    assert caught.value.remedy
    assert not list(tmp_path.iterdir())


def test_a_write_protected_file_or_folder_is_respected(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(SaveError, match="no permission") as caught:
        files.save(Design(), old)
    assert "folder of your own" in caught.value.remedy
    assert_untouched(old)
