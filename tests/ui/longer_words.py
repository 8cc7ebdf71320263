"""Every visible word 30 % longer, as in German, and where it is cut then."""

from __future__ import annotations

import math
from collections.abc import Iterator

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QCheckBox,
    QGroupBox,
    QLabel,
    QPushButton,
    QRadioButton,
    QStyle,
    QStyleOptionButton,
    QTabBar,
    QToolButton,
    QWidget,
)

from ui.widgets.elided import ElidedLabel

MORE = 0.3
_SLACK_PX = 1


def longer(text: str) -> str:
    """A text with 30 % more letters; numbers alone, marks and empty texts stay as they are."""
    letters = sum(each.isalpha() for each in text)
    if letters < 2:
        return text
    words = text.split(" ")
    for _ in range(math.ceil(MORE * letters)):
        at = min(
            (n for n, word in enumerate(words) if any(map(str.isalpha, word))),
            key=lambda n: words[n].count("n") / (1 + len(words[n])),
        )
        place = next(n for n, each in enumerate(words[at]) if each.isalpha()) + 1
        words[at] = words[at][:place] + "n" + words[at][place:]
    return " ".join(words)


def lengthen(top: QWidget) -> int:
    """Make every visible word in a window longer, once; return how many texts there were."""
    count = 0
    for widget in _texts(top):
        if isinstance(widget, QTabBar):
            for tab in range(widget.count()):
                widget.setTabText(tab, _once(widget, f"longer tab {tab}", widget.tabText(tab)))
            count += widget.count()
            continue
        if isinstance(widget, QToolButton) and widget.defaultAction() is not None:
            action = widget.defaultAction()
            action.setIconText(_once(widget, "longer text", widget.text()))
            count += 1
            continue
        is_group = isinstance(widget, QGroupBox)
        text = _once(widget, "longer text", widget.title() if is_group else widget.text())
        widget.setTitle(text) if is_group else widget.setText(text)
        count += 1
    for _ in range(4):  # layouts inside layouts
        QApplication.sendPostedEvents()
        QApplication.processEvents()
    return count


def _once(widget: QWidget, place: str, text: str) -> str:
    """A text made longer, unless it is what was made of another one before."""
    made = text if widget.property(place) == text else longer(text)
    widget.setProperty(place, made)
    return made


def cut(top: QWidget) -> list[str]:
    """The texts of a window that do not fit where they stand, each with what it stands on."""
    found = []
    for widget in _texts(top):
        if isinstance(widget, QTabBar):
            found += _cut_tabs(widget)
            continue
        text = widget.title() if isinstance(widget, QGroupBox) else widget.text()
        missing = max(_missing(widget, text), _beyond(widget))
        if missing > _SLACK_PX:
            found.append(f"{type(widget).__name__} {text!r} lacks {missing} px")
        elif isinstance(widget, QLabel) and widget.wordWrap():
            wanted = widget.heightForWidth(widget.width())
            if wanted > widget.height() + _SLACK_PX:
                found.append(f"{type(widget).__name__} {text!r} lacks {wanted - widget.height()} px"
                             " of height")  # fmt: skip
    return found


def _texts(top: QWidget) -> Iterator[QWidget]:
    """Labels, buttons, group boxes and tab bars in sight that show words."""
    for widget in top.findChildren(QWidget):
        if widget.isVisible() and not isinstance(widget, ElidedLabel) and _has_words(widget):
            yield widget


def _has_words(widget: QWidget) -> bool:
    match widget:
        case QTabBar():
            return widget.count() > 0
        case QLabel():
            return bool(widget.text()) and widget.pixmap().isNull()
        case QAbstractButton():
            return bool(widget.text()) and _shows_text(widget)
        case QGroupBox():
            return bool(widget.title())
    return False


def _shows_text(button: QAbstractButton) -> bool:
    icons_alone = Qt.ToolButtonStyle.ToolButtonIconOnly
    return not (
        isinstance(button, QToolButton)
        and button.toolButtonStyle() == icons_alone
        and not button.icon().isNull()
    )


def _missing(widget: QWidget, text: str) -> int:
    """Width that a widget lacks for its text [px]."""
    if isinstance(widget, QToolButton):  # it has an icon and margins, too
        return widget.sizeHint().width() - widget.width()
    return _needed(widget, text) - _room(widget)


def _needed(widget: QWidget, text: str) -> int:
    """Width that a text takes [px]; none where it is folded or is rich text."""
    if isinstance(widget, QLabel):
        rich = widget.textFormat() == Qt.TextFormat.RichText or "<" in text
        if widget.wordWrap() or rich:
            return 0
    lines = text.replace("&", "").split("\n")
    return max(widget.fontMetrics().horizontalAdvance(line) for line in lines)


def _room(widget: QWidget) -> int:
    """Width that a widget has for its text [px]."""
    if isinstance(widget, QCheckBox | QRadioButton):
        option = QStyleOptionButton()
        option.initFrom(widget)
        element = (
            QStyle.SubElement.SE_CheckBoxContents
            if isinstance(widget, QCheckBox)
            else QStyle.SubElement.SE_RadioButtonContents
        )
        return widget.style().subElementRect(element, option, widget).width()
    if isinstance(widget, QPushButton):
        option = QStyleOptionButton()
        widget.initStyleOption(option)
        element = QStyle.SubElement.SE_PushButtonContents
        return widget.style().subElementRect(element, option, widget).width()
    return widget.contentsRect().width()


def _beyond(widget: QWidget) -> int:
    """How far a widget reaches over the right edge of what scrolls up and down only [px]."""
    most = 0
    above = widget.parentWidget()
    while above is not None and not above.isWindow():
        area = above.parentWidget()
        if isinstance(area, QAbstractScrollArea) and area.viewport() is above:
            never = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
            if area.horizontalScrollBarPolicy() == never:
                right = widget.mapTo(above, QPoint(widget.width(), 0)).x()
                most = max(most, right - above.width())
        above = area
    return most


def _cut_tabs(bar: QTabBar) -> list[str]:
    """Tabs that are narrower than their words, and those out of sight without a way to them."""
    found = []
    for tab in range(bar.count()):
        wide = bar.fontMetrics().horizontalAdvance(bar.tabText(tab).replace("&", ""))
        if bar.isTabVisible(tab) and wide > bar.tabRect(tab).width() + _SLACK_PX:
            found.append(f"tab {bar.tabText(tab)!r} lacks {wide - bar.tabRect(tab).width()} px")
    last = bar.tabRect(bar.count() - 1).right()
    if last > bar.width() + _SLACK_PX and not bar.usesScrollButtons():
        found.append(f"the tabs of {bar.accessibleName()!r} lack {last - bar.width()} px")
    return found
