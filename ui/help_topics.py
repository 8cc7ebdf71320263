"""The in-app help: one topic per thing to do, each with the commands that belong to it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Topic:
    """A heading, a few sentences, and keys of the commands it tells of."""

    title: str
    text: str
    commands: tuple[str, ...]


TOPICS: tuple[Topic, ...] = (
    Topic(
        "Begin",
        "Start with an example of the gallery, an empty hall, or the guided tour. Size of the "
        "hall, raised floor, site and feeds stand in Hall and site. Work is kept every few "
        "seconds: after a crash or a power cut the next start offers it again. Every change can "
        "be taken back; the History tab lists them all.",
        ("tour", "gallery", "new", "open", "save", "save_as", "hall", "undo", "redo", "quit"),
    ),
    Topic(
        "Find a command",
        "The palette finds any command by a few letters of its name or of what it does, and runs "
        "it with Enter. The cheat sheet lists every key.",
        ("palette", "shortcuts", "help", "about"),
    ),
    Topic(
        "Place racks, coolers, tiles",
        "Take a tool or a library item in hand; a click places one, a drag a row. Pitch and aisle "
        "stand in the corner of the plan with x, y and count (Tab goes there): with an aisle a "
        "second row faces the first. Every number takes any unit: 600 mm, 24 in, 2'6\". "
        "R turns what is in hand, Esc puts it "
        "away. Objects snap to the grid and to the edges of others; Alt leaves snapping out. "
        "Templates in the library hold whole pods; keep your own there too.",
        ("select", "place_rack", "place_cooler", "place_tile", "place_panel", "place_column",
         "template_save", "snap"),
    ),
    Topic(
        "Arrange",
        "Move by dragging or with the arrow keys. Align brings edges or centres onto one line, "
        "equal gaps and equal centres space objects between the outermost two. An array repeats "
        "the selection in columns and rows and shows it before it is there.",
        ("cut", "copy", "paste", "duplicate", "delete", "rotate", "rotate_right", "mirror_x",
         "mirror_y", "array", "align_left", "align_right", "align_top", "align_bottom",
         "align_centre_x", "align_centre_y", "gaps_x", "gaps_y", "centres_x", "centres_y"),
    ),
    Topic(
        "Select",
        "Drag a band from left to right for what lies inside, from right to left for what it "
        "touches. A rule selects by figures: racks over 30 kW, inlet above 27 °C and cooling air, "
        "name A-*. Copies go to other windows of the program, too.",
        ("select_all", "select_none", "select_inverse", "select_rule", "select_similar",
         "select_group"),
    ),
    Topic(
        "Edit many at once",
        "The inspector edits everything selected together. The table shows every object of a "
        "kind: select cells, type, and all selected cells of the column take it. Copy and paste "
        "work with spreadsheets. Renumber names racks in the order they stand.",
        ("edit_table", "renumber"),
    ),
    Topic(
        "What stands in a rack",
        "The elevation shows a rack unit by unit: drag servers into it, or press Enter on a free "
        "unit. Power, airflow, units and weight add up above; with a result each slot shows its "
        "inlet. Free units are blanked unless you open them: warm air then comes back through.",
        ("elevation", "equipment", "scenarios"),
    ),
    Topic(
        "Groups, aisles, containment",
        "A group holds objects together. An aisle knows the racks of its two rows; Find aisles "
        "makes them all. On the plan an aisle is an area with its name and worst inlet: a click on "
        "its floor selects it, the inspector has its figures. Contain puts roof and doors around "
        "it: right-click in an aisle for the same.",
        ("group", "ungroup", "aisle", "all_aisles", "contain"),
    ),
    Topic(
        "Trace a drawing",
        "Put a picture of the drawing under the plan and scale it by two points whose distance "
        "you know. Layers show, hide and lock kinds of objects. Measure reads distances; "
        "dimensions and notes stay on the plan and change no answer.",
        ("background", "scale_background", "layers", "measure", "dimension", "note"),
    ),
    Topic(
        "See the air",
        "The map follows the drawing. Choose what it shows and at which height, add contours, "
        "arrows, streamlines, pinned probes, or cut the hall. Why tells where a rack's heat comes "
        "from.",
        ("next_map", "isotherms", "arrows", "streamlines", "section", "turn_section",
         "pin_probe", "clear_pins", "why"),
    ),
    Topic(
        "Compare with measurements",
        "Read sensor readings takes a table with name, x, y, z and temperature, a row each; a "
        "row named like a rack needs no place and hangs before its front. Or place sensors by "
        "hand. On the plan the dot has the colour of the reading, the ring and the number tell "
        "how much warmer the model is; sensors far from the height of the map fade. The Sensors "
        "tab lists them with bias and RMS, and follows live and solved results.",
        ("sensors", "read_sensors", "place_sensor"),
    ),
    Topic(
        "Solve and report",
        "The draft follows every change; Solve refines it in the background, Density finds what "
        "each rack can sustain and which limit stops it. The report holds both, under your company "
        "and logo if you name them; its dialog also draws the racks' faces, writes every table as "
        "a workbook or CSV, and leads to the project's number and revisions, kept in the file. "
        "Plan to scale is a drawing on A4 to A0 with title block, with the air temperatures if "
        "wanted.",
        ("solve", "grid_error", "cancel", "solve_settings", "report", "plan_sheet"),
    ),
    Topic(
        "How dense, and with what",
        "The Density tab asks for one power for every rack or for powers of their own, with whole "
        "servers where you want them; Limits shows every limit over the selected rack, What to "
        "change prices what binds and tries single changes, each applied with one click. Per "
        "watt draws performance from chip to meter. Silicon compares accelerators, "
        "Cooling chooses cooling and servers per rack and shows the front "
        "of accelerators against power and capital, Jobs places work on the servers. Every answer "
        "rests on solved flows; Cancel keeps the best so far.",
        ("density", "silicon", "choose", "place_jobs"),
    ),
    Topic(
        "Exchange with other programs",
        "Import reads a drawing (DXF), a rack schedule (CSV, XLSX) or a folder of NetBox exports: "
        "say what each layer or column holds, look at the counts, and take it over as one step of "
        "undo. Export writes the plan as a drawing, all tables for a spreadsheet, the air for "
        "ParaView, or a case for OpenFOAM; nothing is replaced unasked.",
        ("import", "export"),
    ),
    Topic(
        "Compare variants",
        "A file holds one or more variants of the hall. Duplicate the one you draw on, change the "
        "copy, and B shows both side by side: the same place, height and colour scale, one "
        "selection. Difference map shows how much warmer the air beside is, blank where one of "
        "both is solid. Compare solves them alike; the Variants tab then tells what was drawn "
        "otherwise and what it did, and writes it as a workbook. Choose several in the list with "
        "Ctrl; Enter draws on one.",
        ("variant_new", "variant_duplicate", "variant_rename", "variant_delete",
         "variant_earlier", "variant_later", "variant_previous", "variant_next", "variant_swap",
         "variants_beside", "variants_difference", "compare", "compare_tables"),
    ),
    Topic(
        "Saved views",
        "A view keeps place and zoom of the plan, quantity, height and lines of the map, hidden "
        "layers, section and the 3-D camera under a name. It is saved with the file and shows "
        "the same of every variant. Ctrl+0 saves what is in sight, Ctrl+1 to Ctrl+9 show the "
        "first nine.",
        ("view_save", "views", *(f"view_{n}" for n in range(1, 10))),
    ),
    Topic(
        "Look and read",
        "Units, theme, high contrast and the size of text change at once and are remembered. "
        "Docks can be moved and closed; Reset layout brings them back.",
        ("preferences", "units", "theme", "contrast", "larger_text", "smaller_text", "fit",
         "zoom_in", "zoom_out", "zoom_selection", "reset_layout"),
    ),
)  # fmt: skip
OTHER = "More commands"
"""Topic of commands that no other topic tells of."""
