"""Sentences with numbers: marks, words in SI and IP, findings that carry them."""

import pytest

from coolsim.errors import SolveError, UsageError
from coolsim.results.codec import decode, encode
from coolsim.results.records import Finding
from coolsim.sentences import Quantity, error_words, parse, parted, quantity, told


def test_a_sentence_reads_in_both_unit_systems():
    sentence = parse("It is " + quantity(27.0, "c", 3) + " warm.")
    assert sentence.quantities == (Quantity(27.0, "c", 3),)
    assert sentence.text() == "It is 27 °C warm."
    assert sentence.text("ip") == "It is 80.6 °F warm."


def test_text_without_numbers_has_no_sentence():
    assert parted("Two racks overlap.") == ("Two racks overlap.", None)


def test_braces_and_numbers_of_names_stay_as_they_are():
    text = "{0} holds " + quantity(12.0, "kg") + " in {rack} %s."
    assert parse(text).text() == "{0} holds 12 kg in {rack} %s."


@pytest.mark.parametrize("value", [0.0, -1.5e-7, 1e12, 1.0 / 3.0, float("nan")])
def test_every_number_survives_the_way(value):
    (found,) = parse(f"a{quantity(value, 'w')}b").quantities
    assert found.value == value or value != value


def test_an_unknown_unit_is_refused_where_it_is_written():
    with pytest.raises(UsageError, match="furlong"):
        quantity(1.0, "furlong")


def test_a_finding_keeps_si_text_and_its_numbers():
    finding = Finding("a.b", "note", (), f"It draws {quantity(0.5, 'm3_s')}.")
    assert finding.message == finding.text() == "It draws 0.5 m³/s."
    assert finding.text("ip") == "It draws 1,059 CFM."
    assert decode(Finding, encode(finding)) == finding


def test_a_finding_stored_without_its_numbers_is_read():
    stored = encode(Finding("a.b", "note", (), "By the way."))
    del stored["sentence"]
    assert decode(Finding, stored).text("ip") == "By the way."


def test_an_error_reads_in_si_and_keeps_its_numbers_for_other_readers():
    heat, cell = quantity(12500.0, "w"), quantity(0.3048, "m")
    error = told(SolveError(f"it gives off {heat}.", where="R1", remedy=f"Take {cell}."))
    assert str(error) == "R1: it gives off 12.5 kW. Take 0.3048 m."
    assert error.args == ("it gives off 12.5 kW.",)
    assert error_words(error, "si") == ("it gives off 12.5 kW.", "Take 0.3048 m.")
    assert error_words(error, "ip")[1] == "Take 1 ft."


def test_an_error_without_numbers_is_left_as_it_is():
    error = told(SolveError("it has no airflow.", remedy="Give it some."))
    assert (error.marked, error.marked_remedy) == ("", "")
    assert error_words(error, "ip") == ("it has no airflow.", "Give it some.")
