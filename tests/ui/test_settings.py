"""Settings keep their types through a file, which on its own holds only text."""

from __future__ import annotations

from PySide6.QtCore import QSettings

from ui.settings import RECENT_KEPT, Settings


def reopened(settings: Settings) -> Settings:
    settings.sync()
    name = settings._store.fileName()
    return Settings(QSettings(name, QSettings.Format.IniFormat))


def test_defaults(settings):
    assert settings.theme == "system"
    assert settings.unit_system == "si"
    assert settings.first_start
    assert settings.recent_files == ()
    assert settings.geometry.isEmpty()


def test_flags_numbers_and_words_come_back_with_their_types(settings):
    settings.note_started()
    settings.snap_m = 0.6
    settings.theme = "dark"
    settings.unit_system = "ip"
    again = reopened(settings)
    assert again.first_start is False
    assert again.snap_m == 0.6
    assert again.theme == "dark"
    assert again.unit_system == "ip"


def test_one_recent_file_is_still_a_list(settings, tmp_path):
    path = tmp_path / "one.coolsim"
    path.touch()
    settings.add_recent(path)
    assert reopened(settings).recent_files == (path,)


def test_recent_files_are_few_fresh_and_existing(settings, tmp_path):
    paths = [tmp_path / f"{number}.coolsim" for number in range(RECENT_KEPT + 3)]
    for path in paths:
        path.touch()
        settings.add_recent(path)
    settings.add_recent(paths[5])
    paths[-1].unlink()
    recent = reopened(settings).recent_files
    assert recent[0] == paths[5]
    assert paths[-1] not in recent
    assert len(recent) == len(set(recent)) <= RECENT_KEPT


def test_rubbish_in_the_file_falls_back(settings):
    settings._store.setValue("view/theme", "pink")
    settings._store.setValue("plan/snap_m", "a lot")
    assert settings.theme == "system"
    assert settings.snap_m == 0.0
