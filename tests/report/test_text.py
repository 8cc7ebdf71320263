import math

import pytest

from coolsim.report.text import (
    UNKNOWN,
    Printer,
    clean,
    clip,
    flowing,
    limit_name,
    limit_words,
    listed,
    marked,
    source_ids,
    width_em,
)

ZWSP = "\u200b"


def test_columns_have_fixed_decimals_in_the_units_of_the_reader():
    assert Printer("si").kilowatts(11_000.0) == "11.0"
    assert Printer("si").kilowatts(2_519_700.0) == "2,519.7"
    assert Printer("ip").temperature(27.0) == "80.6"
    assert Printer("ip").airflow(1.0) == "2,119"
    assert Printer("si").column(-0.5, "k", 1) == "−0.5"
    assert Printer("ip").length(3.6) == "11.8\u00a0ft"


@pytest.mark.parametrize("value", [None, math.nan, math.inf])
def test_what_is_not_a_number_is_a_dash(value):
    printer = Printer()
    assert printer.text(value, "w") == UNKNOWN
    assert printer.kilowatts(value) == UNKNOWN
    assert printer.length(value) == UNKNOWN


def test_a_unit_the_program_does_not_know_is_printed_as_it_came():
    assert Printer().text(3.0, "furlong") == "3\u00a0furlong"


def test_clean_keeps_words_and_drops_what_turns_or_breaks_the_text():
    assert clean("a\u202eb\x00c\nd") == "ab c d"
    assert clean('#eval("1") $x$ *b* \\ @ref') == '#eval("1") $x$ *b* \\ @ref'
    assert clean("bad \ud800 half") == "bad \ufffd half"
    assert clean("\u05e9\u05dc\u05d5\u05dd 🔥") == "\u05e9\u05dc\u05d5\u05dd 🔥"


def test_clip_cuts_to_the_room_with_an_ellipsis():
    assert clip("A-01", 8.0) == "A-01"
    for name in ("W" * 10_000, "\u6f22" * 10_000, "x y " * 10_000):
        short = clip(name, 8.0)
        assert short.endswith("…")
        assert width_em(short) <= 8.0
        assert name.startswith(short.replace(ZWSP, "").rstrip("…"))


def test_long_words_may_break_but_stay_the_same_words():
    line = flowing("short " + "N" * 300)
    assert line.replace(ZWSP, "") == "short " + "N" * 300
    assert max(len(part) for part in line.replace(" ", ZWSP).split(ZWSP)) <= 24
    assert flowing("plain words stay as they are") == "plain words stay as they are"
    assert flowing("N" * 10_000, 100).endswith("…")


def test_source_ids_come_from_lists_and_from_remarks():
    assert source_ids("evk, itkb") == ("evk", "itkb")
    assert source_ids("A2 recommended [heather_rdhx]") == ("heather_rdhx",)
    assert source_ids("design") == ()
    assert source_ids("") == ()


def test_weak_figures_carry_the_mark():
    assert marked("5 kW", "vendor_claim") == "5 kW*"
    assert marked("5 kW", "datasheet") == "5 kW"
    assert marked(UNKNOWN, "estimate") == UNKNOWN


def test_limits_have_their_title():
    assert limit_name("inlet_class") == "Rack air inlet"
    assert limit_words("something_new") == "something new"


def test_lists_are_cut_with_a_count():
    assert listed(["a", "b"]) == "a, b"
    assert listed([str(n) for n in range(1000)], 2) == "0, 1 and 998 more"
