"""The desktop's entry: written below a folder of one's own, quoted, taken away again."""

import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

import pytest

from coolsim import desktop
from coolsim.errors import UsageError


def run(folder, *arguments):
    environment = os.environ | {"XDG_DATA_HOME": str(folder)}
    return subprocess.run(
        [sys.executable, "-m", "coolsim", "desktop", *arguments],
        capture_output=True, text=True, env=environment, check=False,
    )  # fmt: skip


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="desktops of Linux")
def test_the_command_writes_and_removes(tmp_path):
    written = run(tmp_path)
    assert written.returncode == 0, written.stderr
    paths = desktop.places(tmp_path)
    assert all(str(path) in written.stdout for path in paths)
    entry = paths[0].read_text("utf-8")
    assert "MimeType=application/x-coolsim;" in entry
    assert entry.splitlines()[0] == "[Desktop Entry]"
    kind = next(iter(ElementTree.parse(paths[2]).getroot()))
    assert kind.get("type") == desktop.MIME_TYPE
    assert {child.get("pattern") for child in kind} >= {"*.coolsim"}
    ElementTree.parse(paths[1])
    removed = run(tmp_path, "--remove")
    assert removed.returncode == 0
    assert not any(path.exists() for path in paths)
    assert "nothing to remove" in run(tmp_path, "--remove").stdout


@pytest.mark.parametrize(
    ("word", "quoted"),
    [
        ("/usr/bin/coolsim", "/usr/bin/coolsim"),
        ("/opt/my tools/coolsim", '"/opt/my tools/coolsim"'),
        ("/a$b", '"/a\\\\$b"'),
        ("/50%", "/50%%"),
    ],
)
def test_the_command_of_the_entry_is_quoted(word, quoted):
    assert f"Exec={quoted} %f" in desktop.entry_text([word])


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "applications").write_text("a file in the way", "utf-8")
    with pytest.raises(UsageError, match="cannot be written") as caught:
        desktop.install(tmp_path, ["coolsim"])
    assert "applications" in caught.value.where


def test_other_systems_are_told_what_to_do():
    with pytest.raises(UsageError, match="by the desktop itself"):
        desktop.needs_linux("win32")


def test_a_relative_data_home_does_not_count(tmp_path):
    assert desktop.data_folder({"XDG_DATA_HOME": str(tmp_path)}) == tmp_path
    assert desktop.data_folder({"XDG_DATA_HOME": "here"}).parts[-2:] == (".local", "share")
