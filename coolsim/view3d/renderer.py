"""Draws a hall by VTK into an array of pixels; needs neither a screen nor a graphics card.

VTK is imported when a renderer is made, never before: it is large.
"""

from __future__ import annotations

import math
import os
import sys
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import distance_transform_edt

from coolsim.results.records import Fields
from coolsim.view3d.camera import VIEW_ANGLE_DEG, Camera
from coolsim.view3d.contents import AirShown, Boxes, Point, Rgb

Pixels = NDArray[np.uint8]
TABLE_ROWS = 256
_TUBE_SIDES = 6
_TUBE_M = 0.02
_LONGEST_M, _MOST_STEPS = 40.0, 800
_SLICE_OPACITY = 0.92
_ISO_OPACITY = 0.45


class Renderer:
    """One hall, drawn again and again from any side.

    Args:
        table: Colours of the air's scale, shape (256, 3).
        background, ink, accent: Colours of the theme.
    """

    def __init__(self, table: NDArray[np.uint8], background: Rgb, ink: Rgb, accent: Rgb) -> None:
        if sys.platform.startswith("linux"):
            # Without it VTK first looks for a display and complains where there is none.
            os.environ.setdefault("VTK_DEFAULT_OPENGL_WINDOW", "vtkEGLRenderWindow")
        import vtkmodules.vtkRenderingOpenGL2  # noqa: F401  (registers the drawing backend)
        from vtkmodules.vtkRenderingCore import vtkRenderer, vtkRenderWindow

        self._scene = vtkRenderer()
        self._window = vtkRenderWindow()
        self._window.SetOffScreenRendering(1)
        self._window.SetMultiSamples(0)
        self._window.AddRenderer(self._scene)
        self._scene.SetUseFXAA(True)
        self._hall: list[Any] = []
        self._air: list[Any] = []
        self._fields: Fields | None = None
        self._image: Any = None
        self.set_theme(table, background, ink, accent)

    def set_theme(self, table: NDArray[np.uint8], background: Rgb, ink: Rgb, accent: Rgb) -> None:
        """Other colours; what is shown must be set again for its own to follow."""
        self._table, self._ink, self._accent = table[:, :3], ink, accent
        self._scene.SetBackground(*_unit(background))

    def set_hall(self, boxes: Boxes, low: Point, high: Point) -> None:
        """Show objects in a hall between two corners [m]."""
        self._replace(self._hall, [])
        shown = [_frame(low, high, _unit(self._ink)), _floor(low, high, _unit(self._ink))]
        for opacity in np.unique(boxes.opacity):
            for chosen in (False, True):
                mask = (boxes.opacity == opacity) & (boxes.chosen == chosen)
                if mask.any():
                    edge = _unit(self._accent if chosen else self._ink)
                    shown.append(_prisms(boxes, mask, float(opacity), edge, chosen=chosen))
        self._replace(self._hall, shown)

    def set_fields(self, fields: Fields | None, values: NDArray[np.float32] | None) -> None:
        """Take over the air: its grid and flow, and the quantity that is shown, NaN in solids."""
        self._fields = fields
        self._image = None if fields is None or values is None else _image(fields, values)
        self._values = values

    def set_air(self, shown: AirShown) -> None:
        """Show slices, a surface and streamlines of the air."""
        actors: list[Any] = []
        if self._image is not None and self._fields is not None and self._values is not None:
            for axis, at in enumerate(shown.slice_m):
                if at is not None:
                    pixels = self._coloured(_plane(self._fields, self._values, axis, at), shown)
                    actors.append(_slice(self._fields, axis, at, pixels))
            if shown.iso is not None and math.isfinite(shown.iso):
                actors.append(_surface(self._image, shown.iso, self._colour(shown.iso, shown)))
            if shown.seeds:
                actors.append(_streams(self._image, shown, self._table))
        self._replace(self._air, actors)

    def render(self, camera: Camera, width: int, height: int) -> Pixels:
        """The picture, shape (height, width, 3)."""
        from vtkmodules.util.numpy_support import vtk_to_numpy
        from vtkmodules.vtkCommonCore import vtkUnsignedCharArray

        view = self._scene.GetActiveCamera()
        view.SetPosition(*camera.position)
        view.SetFocalPoint(*camera.target)
        view.SetViewUp(*camera.up)
        view.SetViewAngle(VIEW_ANGLE_DEG)
        self._window.SetSize(max(width, 2), max(height, 2))
        self._scene.ResetCameraClippingRange()
        self._window.Render()
        across, down = self._window.GetSize()
        data = vtkUnsignedCharArray()
        self._window.GetPixelData(0, 0, across - 1, down - 1, 0, data, 0)
        return np.ascontiguousarray(vtk_to_numpy(data).reshape(down, across, 3)[::-1])

    def _replace(self, held: list[Any], actors: list[Any]) -> None:
        for actor in held:
            self._scene.RemoveActor(actor)
        held[:] = actors
        for actor in actors:
            self._scene.AddActor(actor)

    def _coloured(self, plane: NDArray[np.floating[Any]], shown: AirShown) -> Pixels:
        """A plane of values as colours with opacity; none where there is no air."""
        span = max(shown.high - shown.low, 1e-9)
        rows = np.clip((np.nan_to_num(plane) - shown.low) / span * (TABLE_ROWS - 1), 0, 255)
        pixels = np.empty((*plane.shape, 4), dtype=np.uint8)
        pixels[..., :3] = self._table[rows.round().astype(int)]
        pixels[..., 3] = np.where(np.isnan(plane), 0, round(255 * _SLICE_OPACITY))
        return pixels

    def _colour(self, value: float, shown: AirShown) -> tuple[float, float, float]:
        row = self._coloured(np.array([[value]]), shown)[0, 0]
        return _unit((int(row[0]), int(row[1]), int(row[2])))


def _unit(rgb: Rgb) -> tuple[float, float, float]:
    return rgb[0] / 255.0, rgb[1] / 255.0, rgb[2] / 255.0


def _polygons(points: NDArray[np.float64], sides: NDArray[np.int64]) -> Any:
    """A surface of quadrangles: points, shape (n, 3); their corners, shape (m, 4)."""
    from vtkmodules.util.numpy_support import numpy_to_vtk, numpy_to_vtkIdTypeArray
    from vtkmodules.vtkCommonCore import vtkPoints
    from vtkmodules.vtkCommonDataModel import vtkCellArray, vtkPolyData

    held = vtkPoints()
    held.SetData(numpy_to_vtk(np.ascontiguousarray(points, dtype=np.float64), deep=1))
    cells = vtkCellArray()
    count = len(sides)
    offsets = numpy_to_vtkIdTypeArray(4 * np.arange(count + 1, dtype=np.int64), deep=1)
    corners = numpy_to_vtkIdTypeArray(np.ascontiguousarray(sides.ravel(), dtype=np.int64), deep=1)
    cells.SetData(offsets, corners)
    surface = vtkPolyData()
    surface.SetPoints(held)
    surface.SetPolys(cells)
    return surface


def _actor(data: Any, *, lit: bool = True) -> Any:
    from vtkmodules.vtkRenderingCore import vtkActor, vtkPolyDataMapper

    mapper = vtkPolyDataMapper()
    if data.IsA("vtkAlgorithm"):
        mapper.SetInputConnection(data.GetOutputPort())
    else:
        mapper.SetInputData(data)
    actor = vtkActor()
    actor.SetMapper(mapper)
    if not lit:
        actor.GetProperty().LightingOff()
    return actor


_SIDES = np.array(
    [(0, 3, 2, 1), (4, 5, 6, 7), (0, 1, 5, 4), (1, 2, 6, 5), (2, 3, 7, 6), (3, 0, 4, 7)]
)


def _prisms(
    boxes: Boxes,
    mask: NDArray[np.bool_],
    opacity: float,
    edge: tuple[float, float, float],
    *,
    chosen: bool,
) -> Any:
    """Objects of one opacity, their edges drawn."""
    from vtkmodules.util.numpy_support import numpy_to_vtk

    outline, low, high = boxes.outline[mask], boxes.low[mask], boxes.high[mask]
    count = len(outline)
    points = np.empty((count, 8, 3))
    points[:, :4, :2] = points[:, 4:, :2] = outline
    points[:, :4, 2], points[:, 4:, 2] = low[:, 2:], high[:, 2:]
    sides = (8 * np.arange(count)[:, None, None] + _SIDES).reshape(-1, 4)
    surface = _polygons(points.reshape(-1, 3), sides)
    colours = numpy_to_vtk(np.repeat(boxes.rgb[mask], 6, axis=0), deep=1)
    surface.GetCellData().SetScalars(colours)
    actor = _actor(surface)
    look = actor.GetProperty()
    look.SetOpacity(opacity)
    look.EdgeVisibilityOn()
    look.SetEdgeColor(*edge)
    look.SetLineWidth(3.0 if chosen else 1.0)
    look.SetAmbient(0.35)
    look.SetDiffuse(0.7)
    return actor


def _frame(low: Point, high: Point, ink: tuple[float, float, float]) -> Any:
    """The edges of the hall."""
    from vtkmodules.vtkFiltersSources import vtkOutlineSource

    source = vtkOutlineSource()
    source.SetBounds(low[0], high[0], low[1], high[1], low[2], high[2])
    actor = _actor(source, lit=False)
    actor.GetProperty().SetColor(*ink)
    actor.GetProperty().SetOpacity(0.55)
    return actor


def _floor(low: Point, high: Point, ink: tuple[float, float, float]) -> Any:
    """The finished floor."""
    corners = np.array([(low[0], low[1]), (high[0], low[1]), (high[0], high[1]), (low[0], high[1])])
    points = np.column_stack([corners, np.full(4, -0.011)])
    actor = _actor(_polygons(points, np.array([[0, 1, 2, 3]])), lit=False)
    actor.GetProperty().SetColor(*ink)
    actor.GetProperty().SetOpacity(0.08)
    return actor


def _image(fields: Fields, values: NDArray[np.float32]) -> Any:
    """The air at the centres of its cells; solids take the value of the nearest air."""
    from vtkmodules.util.numpy_support import numpy_to_vtk
    from vtkmodules.vtkCommonDataModel import vtkImageData

    solid = np.isnan(values)
    filled = np.asarray(values, dtype=np.float32)
    if solid.any() and not solid.all():
        nearest = distance_transform_edt(solid, return_distances=False, return_indices=True)
        filled = filled[tuple(nearest)]
    image = vtkImageData()
    image.SetDimensions(*values.shape)
    image.SetSpacing(*fields.spacing_m)
    image.SetOrigin(
        *(at + step / 2.0 for at, step in zip(fields.origin_m, fields.spacing_m, strict=True))
    )
    scalars = numpy_to_vtk(np.nan_to_num(filled).ravel(order="F"), deep=1)
    scalars.SetName("value")
    image.GetPointData().SetScalars(scalars)
    speed = np.nan_to_num(fields.velocity_m_s)
    vectors = numpy_to_vtk(
        np.ascontiguousarray(np.stack([part.ravel(order="F") for part in speed], axis=1)), deep=1
    )
    vectors.SetName("velocity")
    image.GetPointData().SetVectors(vectors)
    return image


def _plane(
    fields: Fields, values: NDArray[np.float32], axis: int, at_m: float
) -> NDArray[np.float32]:
    """Values of the layer of cells that a plane goes through, along the two other axes."""
    place = (at_m - fields.origin_m[axis]) / fields.spacing_m[axis]
    layer = min(max(math.floor(place), 0), values.shape[axis] - 1)
    return np.asarray(np.take(values, layer, axis=axis))


def _slice(fields: Fields, axis: int, at_m: float, pixels: Pixels) -> Any:
    """A plane with its colours as a texture."""
    from vtkmodules.util.numpy_support import numpy_to_vtk
    from vtkmodules.vtkCommonDataModel import vtkImageData
    from vtkmodules.vtkFiltersSources import vtkPlaneSource
    from vtkmodules.vtkRenderingCore import vtkTexture

    first, second = (other for other in range(3) if other != axis)
    low = np.array(fields.origin_m, dtype=float)
    shape = np.array(fields.temperature_c.shape)
    high = low + shape * np.array(fields.spacing_m)
    corner = low.copy()
    corner[axis] = min(max(at_m, low[axis]), high[axis])
    along, across = corner.copy(), corner.copy()
    along[first], across[second] = high[first], high[second]
    plane = vtkPlaneSource()
    plane.SetOrigin(*corner)
    plane.SetPoint1(*along)
    plane.SetPoint2(*across)
    image = vtkImageData()
    image.SetDimensions(pixels.shape[0], pixels.shape[1], 1)
    rows = np.ascontiguousarray(pixels.transpose(1, 0, 2).reshape(-1, 4))
    image.GetPointData().SetScalars(numpy_to_vtk(rows, deep=1))
    texture = vtkTexture()
    texture.SetInputData(image)
    texture.InterpolateOn()
    texture.EdgeClampOn()
    actor = _actor(plane, lit=False)
    actor.SetTexture(texture)
    actor.ForceTranslucentOn()
    return actor


def _surface(image: Any, value: float, colour: tuple[float, float, float]) -> Any:
    """Where the air has a value."""
    from vtkmodules.vtkFiltersCore import vtkFlyingEdges3D

    surface = vtkFlyingEdges3D()
    surface.SetInputData(image)
    surface.SetValue(0, value)
    surface.ComputeScalarsOff()
    actor = _actor(surface)
    actor.GetProperty().SetColor(*colour)
    actor.GetProperty().SetOpacity(_ISO_OPACITY)
    return actor


def _streams(image: Any, shown: AirShown, table: NDArray[np.uint8]) -> Any:
    """Streamlines both ways from their seeds, as tubes in the colours of the air."""
    from vtkmodules.vtkCommonCore import vtkLookupTable, vtkPoints
    from vtkmodules.vtkCommonDataModel import vtkPolyData
    from vtkmodules.vtkFiltersCore import vtkTubeFilter
    from vtkmodules.vtkFiltersFlowPaths import vtkStreamTracer

    points = vtkPoints()
    for seed in shown.seeds:
        points.InsertNextPoint(*seed)
    seeds = vtkPolyData()
    seeds.SetPoints(points)
    tracer = vtkStreamTracer()
    tracer.SetInputData(image)
    tracer.SetSourceData(seeds)
    tracer.SetIntegratorTypeToRungeKutta45()
    tracer.SetIntegrationDirectionToBoth()
    tracer.SetMaximumPropagation(_LONGEST_M)
    tracer.SetMaximumNumberOfSteps(_MOST_STEPS)
    tracer.SetComputeVorticity(False)
    tubes = vtkTubeFilter()
    tubes.SetInputConnection(tracer.GetOutputPort())
    tubes.SetRadius(_TUBE_M)
    tubes.SetNumberOfSides(_TUBE_SIDES)
    actor = _actor(tubes)
    colours = vtkLookupTable()
    colours.SetNumberOfTableValues(TABLE_ROWS)
    for row, rgb in enumerate(table):
        red, green, blue = _unit((int(rgb[0]), int(rgb[1]), int(rgb[2])))
        colours.SetTableValue(row, red, green, blue, 1.0)
    mapper = actor.GetMapper()
    mapper.SetLookupTable(colours)
    mapper.SetScalarRange(shown.low, shown.high)
    mapper.SetScalarModeToUsePointFieldData()
    mapper.SelectColorArray("value")
    return actor
