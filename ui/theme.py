"""Colours, palette, font and the small stylesheet of the window: light, dark, high contrast.

The tokens are the one place where a colour is written down. Widgets that paint themselves read
``tokens()`` while painting and repaint upon ``QEvent.Type.PaletteChange``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from coolsim.assets import asset
from coolsim.errors import CoolSimError

Choice = Literal["light", "dark", "system", "contrast_light", "contrast_dark"]

BASE_FONT_PX = 13
CONTROL_HEIGHT_PX = 28
ICON_PX = 18
SPACE_PX = 4
TEXT_PERCENTS = (100, 125, 150, 175, 200)
"""Sizes of text that can be chosen."""

COOLING_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "air": "Air",
        "rear_door": "Rear door",
        "cold_plate": "Cold plate",
        "cold_plate_two_phase": "Two-phase cold plate",
        "immersion": "Immersion",
        "immersion_two_phase": "Two-phase immersion",
    }
)
"""The words for the cooling methods, in the order of the picker."""


@dataclass(frozen=True)
class Tokens:
    """The colours of one theme.

    ``cooling`` maps a cooling method (see :data:`COOLING_LABELS`) to its hue; ``severity`` maps a
    finding's severity to the colour of its icon and word.
    """

    dark: bool
    surface: QColor
    raised: QColor
    line: QColor
    text: QColor
    muted: QColor
    accent: QColor
    ok: QColor
    warn: QColor
    bad: QColor
    cooling: Mapping[str, QColor]
    severity: Mapping[str, QColor]
    is_high_contrast: bool = False


_COOLING_HEX = {
    "air": "#4C78A8",
    "rear_door": "#2A8C86",
    "cold_plate": "#3E7F3C",
    "cold_plate_two_phase": "#6B8E23",
    "immersion": "#9C5FA0",
    "immersion_two_phase": "#8A5A3C",
}


def _make(
    dark: bool, plain: Mapping[str, str], lighten_percent: int, *, high_contrast: bool = False
) -> Tokens:
    colors = {key: QColor(value) for key, value in plain.items()}
    cooling = {key: QColor(value).lighter(lighten_percent) for key, value in _COOLING_HEX.items()}
    severity = {"error": colors["bad"], "warning": colors["warn"], "note": colors["muted"]}
    return Tokens(
        dark=dark,
        cooling=MappingProxyType(cooling),
        severity=MappingProxyType(severity),
        is_high_contrast=high_contrast,
        **colors,
    )


LIGHT = _make(
    False,
    {
        "surface": "#FFFFFF",
        "raised": "#F5F6F8",
        "line": "#D9DDE3",
        "text": "#1B1F24",
        "muted": "#5B6470",
        "accent": "#0B63CE",
        "ok": "#1A7F37",
        "warn": "#9A6700",
        "bad": "#CF222E",
    },
    100,
)
DARK = _make(
    True,
    {
        "surface": "#16181C",
        "raised": "#1E2126",
        "line": "#343941",
        "text": "#E8EAED",
        "muted": "#9AA3AE",
        "accent": "#5AA2FF",
        "ok": "#3FB950",
        "warn": "#D29922",
        "bad": "#F85149",
    },
    115,
)

CONTRAST_LIGHT = _make(
    False,
    {
        "surface": "#FFFFFF",
        "raised": "#FFFFFF",
        "line": "#000000",
        "text": "#000000",
        "muted": "#1A1A1A",
        "accent": "#0000C8",
        "ok": "#004D00",
        "warn": "#5C3A00",
        "bad": "#A00000",
    },
    80,
    high_contrast=True,
)
CONTRAST_DARK = _make(
    True,
    {
        "surface": "#000000",
        "raised": "#000000",
        "line": "#FFFFFF",
        "text": "#FFFFFF",
        "muted": "#F0F0F0",
        "accent": "#FFE600",
        "ok": "#5CFF5C",
        "warn": "#FFC83D",
        "bad": "#FF8080",
    },
    150,
    high_contrast=True,
)
"""Text at least 7 : 1 on its ground in both."""

_in_force: list[Tokens] = [LIGHT]
_text_percent: list[int] = [100]


def tokens() -> Tokens:
    """The colours in force."""
    return _in_force[0]


def is_dark() -> bool:
    """Whether the dark theme is in force."""
    return _in_force[0].dark


def resolve(choice: Choice) -> Tokens:
    """The tokens for the user's choice; ``system`` follows the desktop where it says."""
    if choice == "system":
        scheme = QGuiApplication.styleHints().colorScheme()
        return DARK if scheme == Qt.ColorScheme.Dark else LIGHT
    named = {"dark": DARK, "contrast_light": CONTRAST_LIGHT, "contrast_dark": CONTRAST_DARK}
    return named.get(choice, LIGHT)


def text_percent() -> int:
    """Size of all text against the usual one [%]."""
    return _text_percent[0]


def scaled(pixels: int) -> int:
    """A size of text [px] as large as the user wants text to be."""
    return round(pixels * _text_percent[0] / 100)


def apply_text_percent(app: QApplication, percent: int) -> None:
    """Put a size of text in force; icons and controls grow with it where text stands beside."""
    _text_percent[0] = min(max(percent, TEXT_PERCENTS[0]), TEXT_PERCENTS[-1])
    app.setFont(ui_font(app.font().family()))
    app.setStyleSheet(stylesheet(tokens()))


def apply(app: QApplication, choice: Choice) -> None:
    """Put a theme in force: Fusion, palette, font and stylesheet."""
    colors = _in_force[0] = resolve(choice)
    # Under a stylesheet the style does not tell its name; to set it anew styles all widgets twice.
    if app.property("coolsimStyle") != "Fusion":
        app.setStyle("Fusion")
        app.setProperty("coolsimStyle", "Fusion")
    app.setPalette(palette(colors))
    if app.styleSheet() != (wanted := stylesheet(colors)):
        app.setStyleSheet(wanted)


def palette(colors: Tokens) -> QPalette:
    """The Qt palette of a theme, with the disabled group muted."""
    role = QPalette.ColorRole
    result = QPalette()
    pairs = {
        role.Window: colors.raised,
        role.WindowText: colors.text,
        role.Base: colors.surface,
        role.AlternateBase: colors.raised,
        role.Text: colors.text,
        role.Button: colors.raised,
        role.ButtonText: colors.text,
        role.BrightText: colors.bad,
        role.ToolTipBase: colors.raised,
        role.ToolTipText: colors.text,
        role.PlaceholderText: colors.muted,
        role.Highlight: colors.accent,
        role.HighlightedText: QColor("#101215") if colors.dark else QColor("#FFFFFF"),
        role.Link: colors.accent,
        role.LinkVisited: colors.accent,
        role.Accent: colors.accent,
        role.Mid: colors.line,
        role.Midlight: colors.line.lighter(108),
        role.Dark: colors.line.darker(120),
        role.Light: colors.surface,
        role.Shadow: QColor("#000000"),
    }
    for key, color in pairs.items():
        result.setColor(key, color)
    disabled = QColor(colors.muted)
    disabled.setAlpha(140)
    for key in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, key, disabled)
    result.setColor(QPalette.ColorGroup.Disabled, role.Highlight, colors.line)
    return result


def stylesheet(colors: Tokens) -> str:
    """The few rules the palette cannot express; kept small because Qt re-polishes upon change."""
    line, raised, surface = colors.line.name(), colors.raised.name(), colors.surface.name()
    text, muted, accent = colors.text.name(), colors.muted.name(), colors.accent.name()
    return f"""
QToolTip {{ color: {text}; background: {raised}; border: 1px solid {line}; padding: 4px; }}
QMainWindow::separator {{ background: {line}; width: 1px; height: 1px; }}
QMainWindow::separator:hover {{ background: {accent}; }}
QToolBar {{ background: {raised}; border: 0; border-bottom: 1px solid {line}; spacing: 2px;
    padding: 3px 6px; }}
QToolBar::separator {{ background: {line}; width: 1px; margin: 4px 4px; }}
QToolButton {{ border: 1px solid transparent; border-radius: 4px; padding: 3px 5px; }}
QToolButton:hover {{ background: {surface}; border-color: {line}; }}
QToolButton:pressed, QToolButton:checked {{ background: {surface}; border-color: {accent}; }}
QToolButton:focus {{ border: 2px solid {accent}; padding: 2px 4px; }}
QMenuBar {{ background: {raised}; }}
QStatusBar {{ background: {raised}; border-top: 1px solid {line}; }}
QStatusBar::item {{ border: 0; }}
QTabBar::tab {{ padding: 5px 12px; border: 0; border-bottom: 2px solid transparent;
    color: {muted}; background: {raised}; }}
QTabBar::tab:selected {{ color: {text}; border-bottom-color: {accent}; }}
QTabBar::tab:hover {{ color: {text}; }}
QTabBar::tab:focus {{ color: {accent}; }}
QTabWidget::pane {{ border: 0; border-top: 1px solid {line}; }}
QHeaderView::section {{ background: {raised}; color: {muted}; border: 0;
    border-bottom: 1px solid {line}; padding: 4px 8px; }}
QTableView, QTreeView, QListView {{ border: 0; gridline-color: {line}; }}
QTableView:focus, QTreeView:focus, QListView:focus {{ border: 1px solid {accent}; }}
QTableView::item {{ padding: 0 6px; }}
QCheckBox::indicator:unchecked {{ width: 12px; height: 12px;
    border: 1px solid {muted}; border-radius: 2px; background: {surface}; }}
QCheckBox::indicator:unchecked:disabled {{ border-color: {line}; }}
{_ticked(colors)}QCheckBox:focus {{ color: {accent}; }}
QDockWidget {{ titlebar-close-icon: none; }}
QDockWidget::title {{ background: {raised}; padding: 6px 8px; border-bottom: 1px solid {line}; }}
QLineEdit, QPlainTextEdit {{ background: {surface}; border: 1px solid {line};
    border-radius: 4px; padding: 2px 6px; min-height: 20px; }}
QLineEdit:focus, QPlainTextEdit:focus {{ border: 2px solid {accent};
    padding: 1px 5px; }}
QLineEdit[invalid="true"] {{ border: 2px solid {colors.bad.name()}; padding: 1px 5px; }}
QPushButton {{ background: {surface}; border: 1px solid {line}; border-radius: 4px;
    padding: 4px 12px; min-height: 18px; }}
QPushButton:hover {{ border-color: {muted}; }}
QPushButton:focus {{ border: 2px solid {accent}; padding: 3px 11px; }}
QPushButton:disabled {{ color: {muted}; }}
QPushButton:default {{ background: {accent}; border-color: {accent};
    color: {"#101215" if colors.dark else "#FFFFFF"}; }}
QPushButton:default:disabled {{ background: {surface}; border-color: {line}; color: {muted}; }}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QProgressBar {{ border: 1px solid {line}; border-radius: 3px; background: {surface};
    text-align: center; max-height: 14px; }}
QProgressBar::chunk {{ background: {accent}; border-radius: 2px; }}
QLabel[role="muted"] {{ color: {muted}; }}
QLabel[role="section"] {{ color: {muted}; font-weight: 600; padding-top: 8px; }}
QLabel[role="heading"] {{ font-weight: 600; font-size: {scaled(15)}px; }}
QLabel[role="title"] {{ font-weight: 600; font-size: {scaled(22)}px; }}
QFrame[role="card"] {{ background: {surface}; border: 1px solid {line}; border-radius: 6px; }}
QFrame[role="strip"] {{ background: {raised}; border-top: 1px solid {line}; }}
"""


def _ticked(colors: Tokens) -> str:
    """A ticked box with a frame, which the style's own lacks on dark and on extreme grounds."""
    tick = asset("pictures", f"tick-{'dark' if colors.dark else 'light'}.svg").as_posix()
    accent, muted = colors.accent.name(), colors.muted.name()
    return f"""QCheckBox::indicator:checked {{ width: 12px; height: 12px;
    border: 1px solid {colors.text.name()}; border-radius: 2px; background: {accent};
    image: url("{tick}"); }}
QCheckBox::indicator:checked:disabled {{ background: {muted}; }}
"""


def install_font(app: QApplication) -> str:
    """Use the bundled font at 13 px with tabular figures; return the family in force.

    Without bundled font files the system's sans font stays, at the same size.
    """
    family = _bundled_family() or app.font().family()
    app.setFont(ui_font(family))
    return family


def ui_font(family: str) -> QFont:
    """The window's font: 13 px base, digits of equal width so that columns line up."""
    font = QFont(family)
    font.setPixelSize(scaled(BASE_FONT_PX))
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def _bundled_family() -> str | None:
    """Load the fonts of ``assets/fonts`` and name the first family found there."""
    try:
        folder = asset("fonts")
    except CoolSimError:
        return None
    families: list[str] = []
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in {".ttf", ".otf"}:
            number = QFontDatabase.addApplicationFont(str(path))
            families += QFontDatabase.applicationFontFamilies(number)
    return families[0] if families else None
