"""What the drawing commands of the window do: arranging, selecting, tables, layers, dialogs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QInputDialog

from coolsim.design import edits
from ui.dialogs.running import run_dialog
from ui.settings import Settings

if TYPE_CHECKING:
    from ui.main_window import MainWindow
    from ui.session import Session

_TURN_DEG = 90.0


class DrawCommands:
    """Handlers by the key of their command."""

    def __init__(self, session: Session, settings: Settings, window: MainWindow) -> None:
        self._session = session
        self._settings = settings
        self._window = window
        self._rule = ""
        window.plan.canvas.pointsTaken.connect(self._scale_background)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What to call for each command."""
        return {**self._edit_handlers(), **self._select_handlers(), **self._arrange_handlers()}

    def _edit_handlers(self) -> dict[str, Callable[[], object]]:
        window, commands = self._window, self._window.plan.commands
        return {
            "cut": commands.cut,
            "copy": commands.copy,
            "paste": window.plan.paste,
            "duplicate": commands.duplicate,
            "delete": commands.delete,
            "elevation": window.show_elevation,
            "edit_table": window.show_edit_table,
            "renumber": self._renumber,
            "scenarios": self._scenarios,
            "equipment": self._equipment,
            "template_save": self._save_template,
            "background": self._background,
            "layers": window.show_layers,
            "snap": self._session.toggle_snap,
        }

    def _select_handlers(self) -> dict[str, Callable[[], object]]:
        commands = self._window.plan.commands
        return {
            "select_all": commands.select_all,
            "select_none": commands.select_none,
            "select_inverse": commands.select_inverse,
            "select_rule": self._select_by_rule,
            "select_similar": commands.select_similar,
            "select_group": commands.select_group,
        }

    def _arrange_handlers(self) -> dict[str, Callable[[], object]]:
        commands = self._window.plan.commands
        return {
            "rotate": lambda: self._rotate(_TURN_DEG),
            "rotate_right": lambda: self._rotate(-_TURN_DEG),
            "mirror_x": lambda: commands.mirror("x"),
            "mirror_y": lambda: commands.mirror("y"),
            "array": self._array,
            "align_left": lambda: commands.align("left"),
            "align_right": lambda: commands.align("right"),
            "align_top": lambda: commands.align("top"),
            "align_bottom": lambda: commands.align("bottom"),
            "align_centre_x": lambda: commands.align("centre_x"),
            "align_centre_y": lambda: commands.align("centre_y"),
            "gaps_x": lambda: commands.distribute("x", "gap"),
            "gaps_y": lambda: commands.distribute("y", "gap"),
            "centres_x": lambda: commands.distribute("x", "centre"),
            "centres_y": lambda: commands.distribute("y", "centre"),
            "group": commands.group,
            "ungroup": commands.ungroup,
            "aisle": commands.make_aisle,
            "all_aisles": commands.make_all_aisles,
            "contain": commands.contain,
        }

    # --- what takes more than a line -----------------------------------------------------------

    def _rotate(self, degrees: float) -> None:
        plan = self._window.plan
        if plan.canvas.tool is not None:
            plan.canvas.tool.turn(degrees)
        else:
            plan.commands.rotate(degrees)

    def _array(self) -> None:
        from ui.dialogs.arranging import array_dialog

        run_dialog(array_dialog(self._session, self._window))

    def _renumber(self) -> None:
        from ui.dialogs.arranging import renumber_dialog

        run_dialog(renumber_dialog(self._session, self._window))

    def _select_by_rule(self) -> None:
        from ui.dialogs.select_rule import SelectRuleDialog

        dialog = SelectRuleDialog(self._session, self._rule, self._window)
        run_dialog(dialog)
        self._rule = dialog.rule.text()

    def _scenarios(self) -> None:
        from ui.dialogs.scenarios import ScenariosDialog

        run_dialog(ScenariosDialog(self._session, self._window))

    def _equipment(self) -> None:
        from ui.dialogs.equipment import EquipmentDialog

        run_dialog(EquipmentDialog(self._session, self._window))
        self._window.library.refill()

    def _background(self) -> None:
        from ui.dialogs.background import BackgroundDialog

        dialog = BackgroundDialog(self._session, self._window)
        run_dialog(dialog)
        if dialog.scale_wanted:
            self._session.set_tool("scale_background")

    def _scale_background(self, first: QPointF, second: QPointF) -> None:
        """Two points are taken: ask for their distance."""
        from ui.dialogs.arranging import scale_dialog

        ends = (first.x(), first.y()), (second.x(), second.y())
        run_dialog(scale_dialog(self._session, *ends, self._window))
        self._session.set_tool("select")

    def _save_template(self) -> None:
        name, given = QInputDialog.getText(self._window, "Save as template", "Name")
        if given and name.strip():
            self.save_template(name.strip())

    def save_template(self, name: str) -> None:
        """Keep the selection in the library under a name."""
        session = self._session
        text = edits.copy(session.design, session.selection)
        try:
            self._window.templates.save(name, text)
        except OSError as error:
            session.message.emit(f"The template was not saved: {error}.", "error")
            return
        self._window.library.refill()
        session.message.emit(f"Template {name} is in the library.", "note")
