"""Saved views of the window: taking down what is in sight, and showing it again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast, get_args

from PySide6.QtCore import QPointF

from coolsim.design import edits
from coolsim.design.models import SavedView
from coolsim.results.air_quantities import AIR_QUANTITIES, AirKey
from coolsim.view3d.camera import Camera
from ui.air_state import Layer, SectionLine
from ui.dialogs.running import run_dialog
from ui.drawing_layers import LAYERS
from ui.session import Session

if TYPE_CHECKING:
    from ui.main_window import MainWindow

NUMBERED = 9
"""Views with a key of their own, Ctrl+1 to Ctrl+9, in the order of the file."""
NONE_YET = "No view is saved yet: Ctrl+0 saves what is in sight."


class SavedViews:
    """Saves what is in sight under a name, and shows it again."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        self._session, self._window = session, window

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What to call for each command."""
        return {
            "view_save": self.save,
            "views": self.manage,
            **{f"view_{n}": lambda n=n: self.show_number(n) for n in range(1, NUMBERED + 1)},
        }

    def save(self) -> None:
        """Keep what is in sight as the next view; one step of undo."""
        session = self._session
        design, identifier = edits.view_add(session.document.design, **self.in_sight())
        session.apply("Save view", design)
        number = len(design.views)
        name = next(view.name for view in design.views if view.id == identifier)
        key = f" as Ctrl+{number}" if number <= NUMBERED else ""
        session.message.emit(
            f"{name} is saved{key}. Saved views (Ctrl+Shift+0) names and deletes it.", "note"
        )

    def manage(self) -> None:
        """The list of views: show, name, replace, delete."""
        from ui.dialogs.saved_views import SavedViewsDialog

        dialog = SavedViewsDialog(self._session, self.in_sight, self.show, self._window)
        run_dialog(dialog)

    def show_number(self, number: int) -> None:
        """Show the view of a number, counted from one."""
        views = self._session.design.views
        if number <= len(views):
            self.show(views[number - 1])
        else:
            self._session.message.emit(NONE_YET, "note")

    def in_sight(self) -> dict[str, object]:
        """What is in sight, as fields of a view."""
        session, canvas = self._session, self._window.plan.canvas
        size = canvas.viewport().size()
        middle = canvas.to_scene(QPointF(0.5 * size.width(), 0.5 * size.height()))
        section, camera = session.section, None
        if self._window.view3d.isVisibleTo(self._window.centre):
            seen = self._window.view3d.canvas.camera
            camera = {
                **dict(zip(("target_x_m", "target_y_m", "target_z_m"), seen.target, strict=True)),
                "distance_m": seen.distance_m,
                "azimuth_deg": seen.azimuth_deg,
                "elevation_deg": seen.elevation_deg,
            }
        return {
            "x_m": middle.x(),
            "y_m": middle.y(),
            "across_m": size.width() / self._window.plan.plan_style.scale,
            "height_m": session.slice_height_m,
            "air": session.air_key,
            "metric": session.metric,
            "lines": tuple(sorted(session.layers)),
            "hidden": tuple(sorted(session.drawing_layers.hidden)),
            "section_axis": None if section is None else section.axis,
            "section_at_m": 0.0 if section is None else section.at_m,
            "camera": camera,
        }

    def show(self, view: SavedView) -> None:
        """Show a view again; what this version does not know of it stays as it is."""
        session, window = self._session, self._window
        if view.air in {quantity.key for quantity in AIR_QUANTITIES}:
            session.set_air_key(cast(AirKey, view.air))
        for layer in get_args(Layer):
            session.set_layer(layer, layer in view.lines)
        for kind, _ in LAYERS:
            session.drawing_layers.set_shown(kind, kind not in view.hidden)
        session.set_metric(view.metric)
        session.set_slice_height(view.height_m)
        axis = view.section_axis
        session.set_section(None if axis is None else SectionLine(axis, view.section_at_m))
        self._show_camera(view)
        window.show_plan()
        canvas = window.plan.canvas
        width = max(canvas.viewport().width(), 1)
        canvas.look_at(width / view.across_m, QPointF(view.x_m, view.y_m))
        session.message.emit(f"{view.label}", "note")

    def _show_camera(self, view: SavedView) -> None:
        kept, window = view.camera, self._window
        if kept is None:
            return
        if window.view3d.isHidden():
            window.toggle_view3d()
        target = (kept.target_x_m, kept.target_y_m, kept.target_z_m)
        camera = Camera(target, kept.distance_m, kept.azimuth_deg, kept.elevation_deg)
        window.view3d.canvas.look_from(camera)
