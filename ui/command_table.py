"""Every command of the window as a table: text, keys, icon, menu, what it does.

Menus, tool bar, command palette, cheat sheet and help page are all made of this table.
"""

from __future__ import annotations

from dataclasses import dataclass

from ui.session import SELECT_TOOL


@dataclass(frozen=True)
class Command:
    """One command.

    Attributes:
        key: Name inside the program.
        text: Menu text with mnemonic.
        shortcut: Keys, "" for none.
        icon: Icon name, "" for none.
        menu: Menu it stands in.
        tip: What it does, one line, for tooltip and cheat sheet.
        tool: Tool it takes in hand; such commands are checkable.
        short: Text on the tool bar, where it differs.
        is_toggle: Whether it switches something that can be seen.
        needs: "selection" where it acts on selected objects, "" where it always can.
        also: A second key.
    """

    key: str
    text: str
    shortcut: str
    icon: str
    menu: str
    tip: str
    tool: str = ""
    short: str = ""
    is_toggle: bool = False
    needs: str = ""
    also: str = ""

    @property
    def name(self) -> str:
        """The text without mnemonic and dots."""
        return self.text.replace("&", "").rstrip("…")

    @property
    def keys(self) -> tuple[str, ...]:
        """All its keys."""
        return tuple(filter(None, (self.shortcut, self.also)))


_SEL = "selection"

FILE = (
    Command("new", "&New", "Ctrl+N", "mdi6.file-outline", "File", "Start an empty hall"),
    Command("open", "&Open…", "Ctrl+O", "mdi6.folder-open-outline", "File", "Open a design file"),
    Command("save", "&Save", "Ctrl+S", "mdi6.content-save-outline", "File", "Save the design"),
    Command("save_as", "Save &as…", "Ctrl+Shift+S", "", "File", "Save under another name"),
    Command("reload", "Reload from &disk", "Ctrl+Alt+O", "", "File",
            "Show what the file says now; undo brings your own version back"),
    Command("differences", "Differences fro&m disk…", "Ctrl+Alt+Shift+O", "", "File",
            "What the file on disk says otherwise than this window"),
    Command("import", "&Import…", "Ctrl+Shift+I", "", "File",
            "Read a DXF drawing, a rack schedule or a NetBox export"),
    Command("export", "&Export…", "Ctrl+Alt+X", "", "File",
            "Write the hall for a CAD program, a spreadsheet, ParaView or OpenFOAM"),
    Command("report", "&Report…", "Ctrl+P", "mdi6.file-chart-outline", "File",
            "Write the density report as PDF", short="Report"),
    Command("plan_sheet", "P&lan to scale…", "Ctrl+Alt+T", "", "File",
            "Write the plan on A4 to A0 with title block, dimensions and legend, as PDF"),
    Command("gallery", "&Gallery", "Ctrl+Shift+O", "", "File", "Show examples and recent files"),
    Command("preferences", "Pre&ferences…", "Ctrl+,", "", "File",
            "Theme, size of text, units, snap step"),
    Command("quit", "&Quit", "Ctrl+Q", "", "File", "Close the window"),
)  # fmt: skip
EDIT = (
    Command("undo", "&Undo", "Ctrl+Z", "mdi6.undo", "Edit", "Take back the last change"),
    Command("redo", "&Redo", "Ctrl+Shift+Z", "mdi6.redo", "Edit", "Do it again", also="Ctrl+Y"),
    Command("cut", "Cu&t", "Ctrl+X", "", "Edit", "Copy the selection and delete it", needs=_SEL),
    Command("copy", "&Copy", "Ctrl+C", "", "Edit",
            "Copy the selection, for this window or another one", needs=_SEL),
    Command("paste", "&Paste", "Ctrl+V", "", "Edit", "Paste at the mouse"),
    Command("duplicate", "&Duplicate", "Ctrl+D", "", "Edit", "Copy the selection beside itself",
            needs=_SEL),
    Command("delete", "De&lete", "Del", "mdi6.trash-can-outline", "Edit", "Delete the selection",
            needs=_SEL),
    Command("elevation", "&Elevation…", "E", "", "Edit",
            "What stands in the rack's units: servers, loads, blanking panels", needs=_SEL),
    Command("edit_table", "Edit &table", "Ctrl+T", "", "Edit",
            "Edit many objects in a table; copy and paste to a spreadsheet"),
    Command("renumber", "Re&number…", "F2", "", "Edit",
            "Name the selected objects by a scheme, in the order they stand", needs=_SEL),
    Command("scenarios", "Load &scenarios…", "Ctrl+L", "", "Edit",
            "Keep loads under names and switch between them"),
    Command("equipment", "&Own equipment…", "Ctrl+Shift+E", "", "Edit",
            "Servers, coolers and tiles of your own, kept in the file"),
    Command("hall", "&Hall and site…", "Ctrl+H", "", "Edit",
            "Size of the hall, air, site, feeds, project"),
)  # fmt: skip
SELECT = (
    Command("select_all", "Select &all", "Ctrl+A", "", "Select", "Select every object"),
    Command("select_none", "Select &nothing", "Ctrl+Shift+A", "", "Select", "Clear the selection"),
    Command("select_inverse", "&Invert", "Ctrl+I", "", "Select",
            "Select what is not selected, and the reverse"),
    Command("select_rule", "By &rule…", "Ctrl+F", "mdi6.magnify", "Select",
            "Search and select: racks over 30 kW, inlet above 27 °C, name A-*"),
    Command("select_similar", "&Similar", "Shift+S", "", "Select",
            "Select everything that equals a selected object in all but name and place",
            needs=_SEL),
    Command("select_group", "Its &group or aisle", "G", "", "Select",
            "Add everything that shares a group or aisle with a selected object", needs=_SEL),
)  # fmt: skip
ARRANGE = (
    Command("rotate", "&Rotate left", "R", "mdi6.rotate-left", "Arrange",
            "Turn the selection by 90° counter-clockwise", short="Rotate"),
    Command("rotate_right", "Rotate right", "Shift+R", "", "Arrange", "Turn it by 90° clockwise"),
    Command("mirror_x", "&Mirror left and right", "Shift+H", "", "Arrange",
            "Mirror the selection in its upright middle line", needs=_SEL),
    Command("mirror_y", "Mirror top and bottom", "Shift+V", "", "Arrange",
            "Mirror the selection in its level middle line", needs=_SEL),
    Command("array", "A&rray…", "Ctrl+Shift+D", "", "Arrange",
            "Repeat the selection in columns and rows, with a preview", needs=_SEL),
    Command("align_left", "Align &left", "Ctrl+Shift+Left", "", "Arrange",
            "Left edges onto the leftmost", needs=_SEL),
    Command("align_right", "Align r&ight", "Ctrl+Shift+Right", "", "Arrange",
            "Right edges onto the rightmost", needs=_SEL),
    Command("align_top", "Align &top", "Ctrl+Shift+Up", "", "Arrange",
            "Upper edges onto the uppermost", needs=_SEL),
    Command("align_bottom", "Align &bottom", "Ctrl+Shift+Down", "", "Arrange",
            "Lower edges onto the lowest", needs=_SEL),
    Command("align_centre_x", "Align centres, upright", "Ctrl+Shift+X", "", "Arrange",
            "Centres onto one upright line", needs=_SEL),
    Command("align_centre_y", "Align centres, level", "Ctrl+Shift+Y", "", "Arrange",
            "Centres onto one level line", needs=_SEL),
    Command("gaps_x", "Equal gaps across", "Ctrl+Shift+H", "", "Arrange",
            "Equal gaps from left to right; the outermost stay", needs=_SEL),
    Command("gaps_y", "Equal gaps upwards", "Ctrl+Shift+V", "", "Arrange",
            "Equal gaps from bottom to top; the outermost stay", needs=_SEL),
    Command("centres_x", "Equal centres across", "Ctrl+Alt+H", "", "Arrange",
            "Equal distances of the centres from left to right", needs=_SEL),
    Command("centres_y", "Equal centres upwards", "Ctrl+Alt+V", "", "Arrange",
            "Equal distances of the centres from bottom to top", needs=_SEL),
    Command("group", "&Group", "Ctrl+G", "", "Arrange", "Hold the selected objects together",
            needs=_SEL),
    Command("ungroup", "&Ungroup", "Ctrl+Shift+G", "", "Arrange",
            "Dissolve the groups and aisles of the selection", needs=_SEL),
    Command("aisle", "Make &aisle", "Ctrl+Shift+L", "", "Arrange",
            "Make an aisle of the two selected rows; it knows its racks", needs=_SEL),
    Command("all_aisles", "&Find aisles", "Ctrl+Alt+L", "", "Arrange",
            "Make an aisle of every two rows that face each other or turn their backs"),
    Command("contain", "&Contain aisle", "Shift+A", "", "Arrange",
            "Put a roof and doors around the selected aisle, or between the selected rows",
            needs=_SEL),
)  # fmt: skip
PLACE = (
    Command("select", "&Select", "V", "mdi6.cursor-default-outline", "Place",
            "Select and move objects", SELECT_TOOL),
    Command("place_rack", "&Rack", "K", "mdi6.server", "Place",
            "Place racks; drag for a row of them", "place:rack:"),
    Command("place_cooler", "&Cooler", "Shift+C", "mdi6.fan", "Place", "Place coolers",
            "place:cooler:"),
    Command("place_tile", "&Tile", "Shift+T", "mdi6.grid", "Place", "Place perforated tiles",
            "place:tile:tile_25"),
    Command("place_panel", "&Panel", "Shift+P", "mdi6.door", "Place",
            "Place containment panels", "place:panel:vertical"),
    Command("place_column", "C&olumn", "Shift+O", "mdi6.square-outline", "Place",
            "Place columns and other obstructions", "place:obstruction:"),
    Command("measure", "&Measure", "D", "mdi6.ruler", "Place",
            "Drag from point to point to read a distance; nothing is drawn", "measure"),
    Command("dimension", "&Dimension", "Shift+D", "", "Place",
            "Drag from point to point to draw a dimension line", "dimension"),
    Command("note", "&Note", "N", "", "Place", "Click to write a note on the plan", "note"),
    Command("place_sensor", "Se&nsor", "Shift+M", "", "Place",
            "Place sensors; type what they read in the inspector or the table", "place:sensor:"),
    Command("template_save", "Save as &template…", "Ctrl+Shift+T", "", "Place",
            "Keep the selected objects in the library, for any hall", needs=_SEL),
    Command("background", "&Background…", "Ctrl+B", "", "Place",
            "Put a picture under the plan: choose the file, its place and strength"),
    Command("scale_background", "Sc&ale background", "Ctrl+Shift+B", "", "Place",
            "Drag between two points of the picture, then give their true distance",
            "scale_background"),
)  # fmt: skip
SOLVE = (
    Command("solve", "&Solve", "F5", "mdi6.play", "Solve", "Solve the air flow"),
    Command("grid_error", "Solve with &grid error", "Shift+F5", "", "Solve",
            "Solve on a second grid too: how far each rack inlet may be off"),
    Command("density", "&Density", "F6", "mdi6.chart-bar", "Solve",
            "Find how dense each rack can be"),
    Command("silicon", "Other si&licon…", "Ctrl+F6", "", "Solve",
            "The same hall with other accelerators, in one table"),
    Command("choose", "C&hoose cooling and servers…", "Ctrl+Shift+F6", "", "Solve",
            "Cooling and servers of every rack for the most accelerators; Pareto front"),
    Command("place_jobs", "&Place jobs…", "Alt+F6", "", "Solve",
            "Spread, pack or best place jobs on the servers, each way confirmed"),
    Command("year", "Count the &year", "Shift+F6", "", "Solve",
            "Every hour of a year: PUE, water, cost, carbon, what the hall carries"),
    Command("weather", "Open &weather file…", "Ctrl+Shift+W", "", "Solve",
            "Use an EPW file as the site's outdoor air"),
    Command("cancel", "&Cancel", "Shift+Esc", "mdi6.stop", "Solve", "Stop the running task"),
    Command("solve_settings", "Solve se&ttings…", "Ctrl+E", "", "Solve",
            "Fidelity, cell size, inlet limit"),
)  # fmt: skip
AIR = (
    Command("next_map", "Next &map", "M", "", "Air",
            "Map the next quantity: temperature, speed, pressure, humidity"),
    Command("isotherms", "&Contours", "I", "", "Air",
            "Isotherms, or lines of equal value of what is mapped", is_toggle=True),
    Command("arrows", "&Arrows", "A", "", "Air",
            "Direction and speed of the air at the height of the map", is_toggle=True),
    Command("streamlines", "&Streamlines", "S", "", "Air",
            "Where the air of the selected objects goes and comes from", is_toggle=True),
    Command("section", "Se&ction", "X", "", "Air", "A vertical cut through the hall",
            is_toggle=True),
    Command("turn_section", "&Turn section", "Shift+X", "", "Air", "Cut along the other axis"),
    Command("pin_probe", "&Pin probe", "P", "", "Air",
            "Keep showing the air at the mouse, or take that probe away"),
    Command("clear_pins", "&Remove probes", "Ctrl+Alt+P", "", "Air",
            "Take every pinned probe away"),
    Command("sensors", "Se&nsors", "Ctrl+M", "", "Air",
            "What sensors read beside what the model says there"),
    Command("read_sensors", "Read sensor &readings…", "Ctrl+Shift+M", "", "Air",
            "Take readings of sensors from a CSV or XLSX table"),
    Command("why", "&Why is it hot?", "W", "", "Air",
            "Where the heat at the selected rack's inlet comes from"),
)  # fmt: skip
VARIANTS = (
    Command("variant_new", "&New variant", "Ctrl+Alt+N", "", "Variants",
            "An empty hall of the same size and site beside the others"),
    Command("variant_duplicate", "&Duplicate variant", "Ctrl+Alt+D", "", "Variants",
            "Copy this variant and draw on the copy", short="Duplicate"),
    Command("variant_rename", "&Rename variant", "Shift+F2", "", "Variants",
            "Give this variant another name", short="Rename"),
    Command("variant_delete", "De&lete variant", "Ctrl+Alt+Del", "", "Variants",
            "Delete this variant; undo brings it back", short="Delete"),
    Command("variant_earlier", "Move &earlier", "Ctrl+Alt+Left", "", "Variants",
            "Move this variant towards the first of the file"),
    Command("variant_later", "Move l&ater", "Ctrl+Alt+Right", "", "Variants",
            "Move this variant towards the last of the file"),
    Command("variant_previous", "&Previous variant", "Ctrl+Alt+PgUp", "", "Variants",
            "Draw on the variant before this one"),
    Command("variant_next", "Ne&xt variant", "Ctrl+Alt+PgDown", "", "Variants",
            "Draw on the variant after this one"),
    Command("variant_swap", "S&wap", "=", "", "Variants",
            "Draw on the variant beside; this one stands beside instead"),
    Command("variants_beside", "&Side by side", "B", "", "Variants",
            "Show other variants beside this one, at the same place and on the same scale",
            is_toggle=True),
    Command("variants_difference", "Di&fference map", "Shift+B", "", "Variants",
            "How much warmer the air of the variant beside is, in a plan of its own",
            is_toggle=True, short="Difference"),
    Command("compare", "&Compare", "F7", "", "Variants",
            "Solve this variant and those beside it: what was drawn, and what it did"),
    Command("compare_tables", "Export &tables…", "Shift+F7", "", "Variants",
            "Write the comparison as a workbook, or as CSV files"),
)  # fmt: skip
VIEW = (
    Command("palette", "&Command palette…", "Ctrl+Shift+P", "mdi6.console-line", "View",
            "Type a few letters of any command and run it", also="Ctrl+K"),
    Command("fit", "Show &whole hall", "F", "", "View", "Fit the hall into the view"),
    Command("zoom_in", "Zoom &in", "Ctrl++", "", "View", "Zoom in", also="Ctrl+="),
    Command("zoom_out", "Zoom &out", "Ctrl+-", "", "View", "Zoom out"),
    Command("zoom_selection", "&Zoom to selection", "Z", "", "View", "Bring the selection near",
            needs=_SEL),
    Command("view3d", "&3-D view", "3", "mdi6.cube-outline", "View",
            "The hall in three dimensions beside the plan", is_toggle=True, short="3-D"),
    Command("view3d_alone", "3-D al&one", "Shift+3", "", "View",
            "The hall in three dimensions in place of the plan, or both again"),
    Command("view_save", "Sa&ve view", "Ctrl+0", "", "View",
            "Keep place, zoom, map, layers, section and camera as a view of the file"),
    Command("views", "Save&d views…", "Ctrl+Shift+0", "", "View",
            "Show, name, replace and delete saved views"),
    *(
        Command(f"view_{n}", f"View &{n}", f"Ctrl+{n}", "", "View", f"Show saved view {n}")
        for n in range(1, 10)
    ),
    Command("layers", "La&yers", "L", "", "View",
            "Show, hide and lock kinds of objects, and the picture under the plan"),
    Command("snap", "S&nap", "Q", "", "View", "Switch snapping to the grid on and off",
            is_toggle=True),
    Command("units", "SI or IP &units", "Ctrl+U", "", "View", "Switch the units of every number"),
    Command("theme", "&Light or dark", "Ctrl+Shift+K", "", "View", "Switch the theme"),
    Command("contrast", "&High contrast", "Ctrl+Alt+K", "", "View",
            "Black on white or white on black, with strong lines", is_toggle=True),
    Command("larger_text", "Lar&ger text", "Ctrl+Alt++", "", "View",
            "All text larger, up to 200 %", also="Ctrl+Alt+="),
    Command("smaller_text", "S&maller text", "Ctrl+Alt+-", "", "View", "All text smaller"),
    Command("reset_layout", "&Reset layout", "Ctrl+Alt+R", "", "View", "Put all docks back"),
)  # fmt: skip
HELP = (
    Command("help", "&Help", "Shift+F1", "", "Help", "What each tool does and how to begin"),
    Command("shortcuts", "&Shortcuts", "F1", "", "Help", "Every command with its keys",
            also="?"),
    Command("tour", "Guided &tour", "Ctrl+F1", "", "Help", "Two minutes from an empty hall to an "
            "answer"),
    Command("about", "&About CoolSim", "Ctrl+Shift+F1", "", "Help", "Version and licence"),
)  # fmt: skip
COMMANDS: tuple[Command, ...] = (
    *FILE, *EDIT, *SELECT, *PLACE, *ARRANGE, *SOLVE, *AIR, *VARIANTS, *VIEW, *HELP,
)  # fmt: skip
MENUS = ("File", "Edit", "Select", "Place", "Arrange", "Solve", "Air", "Variants", "View", "Help")
TOOLBAR = (
    "new", "open", "save", "|", "undo", "redo", "|", "select", "place_rack", "place_cooler",
    "place_tile", "place_panel", "place_column", "|", "rotate", "delete", "|",
    "solve", "density", "view3d", "report", "cancel",
)  # fmt: skip
ICON_ONLY = frozenset({"new", "open", "save", "undo", "redo", "rotate", "delete", "cancel"})
"""Commands whose icon says enough on the tool bar."""
SHORTCUTS_OF_PLAN: tuple[tuple[str, str], ...] = (
    ("Drag with a place tool", "A row, one object every pitch; a second row across an aisle"),
    ("Tab with a place tool", "Place, count, pitch and aisle as numbers with units"),
    ("Arrow keys", "Move the selection by the snap step; with Shift by 1 cm"),
    ("Alt while dragging", "No snapping"),
    ("Shift+click", "Add to or take from the selection"),
    ("Space or middle button", "Pan"),
    ("Mouse wheel", "Zoom at the mouse"),
    ("Page up, page down", "Raise or lower the heat map"),
    ("Esc", "Back out one step"),
    ("Double-click", "Edit an object's fields"),
    ("Mouse at rest on the floor", "The air there: temperature, speed, pressure, humidity"),
    ("Drag the section line", "Cut the hall elsewhere"),
)
