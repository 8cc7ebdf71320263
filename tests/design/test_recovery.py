"""Copies of unsaved work: found after a kill, not while a window lives, gone when discarded."""

from __future__ import annotations

import errno
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

import pytest

from coolsim.design import edits
from coolsim.design.models import Design
from coolsim.design.recovery import RecoveryStore
from coolsim.errors import SaveError

DESIGN = edits.place(Design(), "rack", 1.0, 2.0, name="é")[0]


def test_what_a_window_left_is_found_and_can_be_discarded(tmp_path: Path) -> None:
    folder = tmp_path / "state" / "recovery"
    with RecoveryStore(folder) as store:
        store.write("one", Design(), None)
        store.write("one", DESIGN, Path("/halls/a.coolsim"))
        assert store.find() == [], "this window is still open"
        assert RecoveryStore(folder).find() == [], "another window is still open"
    (found,) = RecoveryStore(folder).find()
    assert found.key == "one"
    assert found.design == DESIGN
    assert found.path_of_design == Path("/halls/a.coolsim")
    assert datetime.now(UTC) - found.saved_at < timedelta(minutes=1)
    RecoveryStore(folder).discard("one")
    assert RecoveryStore(folder).find() == []
    assert not list(folder.iterdir())


def test_discarding_while_open_leaves_nothing(tmp_path: Path) -> None:
    store = RecoveryStore(tmp_path)
    store.write("one", DESIGN, None)
    store.discard("one")
    store.discard("one")
    assert not list(tmp_path.iterdir())
    store.write("one", DESIGN, None)
    store.close()
    assert [item.path_of_design for item in store.find()] == [None]


def test_a_killed_process_leaves_its_copy(tmp_path: Path) -> None:
    script = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from coolsim.design.models import Design, Project\n"
        "from coolsim.design.recovery import RecoveryStore\n"
        "store = RecoveryStore(Path(sys.argv[1]))\n"
        "store.write('dead', Design(project=Project(name='lost')), None)\n"
        "print('written', flush=True)\n"
        "sys.stdin.read()\n"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == "written\n"
        assert RecoveryStore(tmp_path).find() == []
    finally:
        child.kill()
        child.communicate()
    (found,) = RecoveryStore(tmp_path).find()
    assert found.design.project.name == "lost"


def test_newest_first_and_damaged_ones_passed_over(tmp_path: Path) -> None:
    with RecoveryStore(tmp_path) as store:
        for key in ("a", "b", "c"):
            store.write(key, DESIGN, None)
    for name, data in (
        ("empty", b""),
        ("binary", b"\xff\x00"),
        ("list", b"[]"),
        ("bare", b'{"format": "coolsim-recovery"}'),
        ("date", b'{"format": "coolsim-recovery", "path": null, "saved_at": "x", "design": {}}'),
    ):
        (tmp_path / f"{name}.recovery").write_bytes(data)
    assert [found.key for found in RecoveryStore(tmp_path).find()] == ["c", "b", "a"]
    assert RecoveryStore(tmp_path / "none").find() == []


def test_a_failing_write_keeps_the_earlier_copy(tmp_path: Path) -> None:
    def full(stream: BinaryIO, data: bytes) -> None:
        stream.write(data[:20])
        raise OSError(errno.ENOSPC, "No space left on device")

    with RecoveryStore(tmp_path) as store:
        store.write("one", DESIGN, None)
        with pytest.raises(SaveError, match="disk is full"):
            store.write("one", Design(), None, write=full)
    assert [found.design for found in RecoveryStore(tmp_path).find()] == [DESIGN]


def test_an_entry_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    design = Design(catalogue={"server": {"mine": {"p_max_w": object()}}})
    with RecoveryStore(tmp_path) as store, pytest.raises(SaveError, match="own catalogue entry"):
        store.write("one", design, None)


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    blocker = tmp_path / "file"
    blocker.write_text("x")
    with pytest.raises(SaveError):
        RecoveryStore(blocker / "recovery").write("one", DESIGN, None)


def test_keys() -> None:
    assert RecoveryStore.new_key() != RecoveryStore.new_key()
    for key in ("", "../x", "a/b", "x" * 65):
        with pytest.raises(ValueError, match="key"):
            RecoveryStore(Path()).write(key, DESIGN, None)
