"""Opening and saving from the window, and what it asks."""

from __future__ import annotations

import pytest

from coolsim.design import edits, files
from tests.factories import make_design


@pytest.fixture
def window(application):
    return application.window


@pytest.fixture
def session(application):
    return application.session


class TestFiles:
    def test_unsaved_changes_are_asked_about(self, window, session, asked):
        session.edit("Move", edits.move, [session.variant.racks[0].id], 0.1, 0.0)
        asked.answers = ["Cancel", "Discard changes"]
        assert not window.commands.files.new()
        assert len(session.variant.racks) == 20
        assert window.commands.files.new()
        assert session.variant.racks == ()
        assert asked.questions == ["Unsaved changes", "Unsaved changes"]

    def test_closing_is_refused_when_the_user_stays(self, window, session, asked):
        session.edit("Move", edits.move, [session.variant.racks[0].id], 0.1, 0.0)
        asked.answers = ["Cancel"]
        assert not window.close()
        assert window.isVisible()

    def test_a_broken_file_lists_its_problems(self, window, session, asked, tmp_path):
        path = tmp_path / "broken.coolsim"
        text = files.dumps(make_design(4)).replace('"width_m": 0.6', '"width_m": "wide"', 1)
        path.write_text(text)
        before = session.document
        assert not window.commands.open_path(path)
        assert session.document is before
        assert "width_m" in asked.shown[0]

    def test_a_missing_file(self, window, asked, tmp_path):
        assert not window.commands.open_path(tmp_path / "nowhere.coolsim")
        assert "nowhere.coolsim" in asked.shown[0]

    def test_a_save_that_fails_leaves_the_document_modified(
        self, window, session, asked, tmp_path, monkeypatch
    ):
        path = tmp_path / "hall.coolsim"
        assert window.commands.files._save_to(path)
        before = path.read_bytes()
        session.edit("Move", edits.move, [session.variant.racks[0].id], 0.1, 0.0)
        real = files.save

        def failing(design, target):
            def half(descriptor_or_stream, data):
                raise OSError(28, "No space left on device")

            real(design, target, write=half)

        monkeypatch.setattr(files, "save", failing)
        assert not window.commands.files.save()
        assert session.document.is_modified
        assert path.read_bytes() == before
        assert "hall.coolsim" in asked.shown[-1]

    def test_a_file_changed_outside_is_not_overwritten_unasked(
        self, window, session, asked, tmp_path
    ):
        path = tmp_path / "hall.coolsim"
        assert window.commands.files._save_to(path)
        other = files.dumps(make_design(4))
        path.write_text(other)
        session.edit("Move", edits.move, [session.variant.racks[0].id], 0.1, 0.0)
        asked.answers = ["Cancel"]
        assert not window.commands.files.save()
        assert asked.questions == ["File changed outside"]
        assert path.read_text() == other

    def test_a_second_window_on_the_same_file_is_told(
        self, window, session, asked, tmp_path, settings
    ):
        from ui.keeper import Keeper
        from ui.session import Session

        path = tmp_path / "hall.coolsim"
        files.save(make_design(4), path)
        other = Session()
        keeper = Keeper(other, tmp_path / "other")
        assert keeper.own_file.hold(path) == ""
        asked.answers = ["Open a read-only copy"]
        assert window.commands.open_path(path)
        assert asked.questions == ["Already open"]
        assert session.read_only
        keeper.close()

    def test_an_example_opens_as_a_new_document(self, window, session):
        from coolsim.design.examples import example_path

        assert window.commands.open_example(example_path("room-20"))
        assert session.document.path is None
        assert len(session.variant.racks) == 20
