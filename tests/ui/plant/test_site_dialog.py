"""The site's climate in the dialog of hall and site."""

from PySide6.QtWidgets import QDialogButtonBox

from coolsim.design import edits
from ui.dialogs.design_dialog import HALL_PARTS, DesignDialog
from ui.fields_plant import city_of


def test_a_city_takes_the_place_of_a_weather_file_as_one_step_of_undo(session, qtbot):
    session.edit("File", edits.set_site, weather_file="/somewhere/place.epw")
    dialog = DesignDialog(session, "Hall and site", "Change hall and site", HALL_PARTS)
    qtbot.addWidget(dialog)
    (form,) = [form for part, form in dialog._forms if any(f.key == "climate" for f in part.fields)]
    combo = form.editor("climate")
    assert combo.currentText() == "none chosen"
    combo.setCurrentIndex(combo.findText("Phoenix, AZ"))
    combo.activated.emit(combo.currentIndex())
    dialog.findChild(QDialogButtonBox).accepted.emit()
    site = session.variant.site
    assert (site.climate, site.weather_file) == ("phoenix-az", "")
    session.undo()
    assert session.variant.site.weather_file == "/somewhere/place.epw"


def test_cities_have_names_for_reading():
    assert city_of("new-york-laguardia-ny") == "New York LaGuardia, NY"
    assert city_of("chicago-ohare-il") == "Chicago O'Hare, IL"
