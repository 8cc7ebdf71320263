"""EPW files: a small year is written here, then broken in every way a user's file may be."""

import numpy as np
import pytest

from coolsim.errors import CoolSimError
from coolsim.plant.weather import WeatherFileError, parse_epw, read_epw
from coolsim.plant.weather.records import MONTH_DAYS

HEAD = (
    "LOCATION,Testville,XX,LAND,made up,000000,10.0,20.0,5.5,500.0\n"
    "DESIGN CONDITIONS,0\nTYPICAL/EXTREME PERIODS,0\nGROUND TEMPERATURES,0\n"
    "HOLIDAYS/DAYLIGHT SAVINGS,No,0,0,0\nCOMMENTS 1,none\nCOMMENTS 2,none\n"
    "DATA PERIODS,1,{per_hour},Data,Sunday, 1/ 1,12/31\n"
)


def row(month, day, hour, dry=20.0, dew=10.0, relative=50.0, pressure=95000.0, minute=0):
    cells = [2001, month, day, hour, minute, "?", dry, dew, relative, pressure]
    return ",".join(str(cell) for cell in cells) + ",0" * 25


def year(per_hour=1, leap=False, **fields):
    days = list(MONTH_DAYS)
    days[1] += leap
    return [
        row(month, day, hour, minute=60 * (n + 1) // per_hour % 60, **fields)
        for month, count in enumerate(days, start=1)
        for day in range(1, count + 1)
        for hour in range(1, 25)
        for n in range(per_hour)
    ]


def text(rows, per_hour=1):
    return HEAD.format(per_hour=per_hour) + "\n".join(rows) + "\n"


def test_a_whole_year_is_read():
    weather = parse_epw(text(year()))
    assert weather.hours == 8760
    assert weather.place.time_zone_h == 5.5
    assert weather.notes == ()
    assert np.unique(weather.dry_bulb_c) == pytest.approx([20.0])
    assert weather.wet_bulb_c[0] == pytest.approx(13.7, abs=0.1)
    assert (weather.month[0], weather.day[0], weather.hour[0]) == (1, 1, 1)
    assert (weather.month[-1], weather.day[-1], weather.hour[-1]) == (12, 31, 24)


def test_leap_years_have_a_day_more():
    assert parse_epw(text(year(leap=True))).hours == 8784


@pytest.mark.parametrize(("zone", "hours_ahead"), [("5.5", 5.5), ("-3.5", -3.5), ("5.75", 5.75)])
def test_time_zones_of_half_and_quarter_hours(zone, hours_ahead):
    weather = parse_epw(text(year()).replace(",5.5,500.0", f",{zone},500.0"))
    assert weather.place.time_zone_h == hours_ahead


def test_records_within_the_hour_are_averaged():
    rows = year(per_hour=2)
    rows[0], rows[1] = row(1, 1, 1, dry=10.0), row(1, 1, 1, dry=20.0)
    weather = parse_epw(text(rows, per_hour=2))
    assert weather.hours == 8760
    assert weather.dry_bulb_c[0] == pytest.approx(15.0)


def test_short_gaps_are_bridged_and_told():
    rows = year()
    rows[10] = row(1, 1, 11, dry=99.9)
    weather = parse_epw(text(rows))
    assert weather.dry_bulb_c[10] == pytest.approx(20.0)
    assert weather.notes == ("dry bulb bridged in 1 hours",)


def test_humidity_and_pressure_have_a_second_way():
    weather = parse_epw(text(year(relative=999, pressure=999999)))
    assert weather.dew_point_c == pytest.approx(10.0, abs=1e-6)
    assert weather.pressure_pa == pytest.approx(95461.0, abs=5.0)
    assert len(weather.notes) == 2


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda rows: rows[:7000], "7,000 rows"),
        (lambda rows: [*rows[:3], rows[4], rows[3], *rows[5:]], "hour 5 stands where"),
        (lambda rows: [*rows[:4], rows[3], *rows[5:]], "hour 4 stands where"),
        (lambda rows: [*rows[:4], rows[3], *rows[4:]], "8,761 rows"),
        (lambda rows: rows + rows[-12:], "8,772 rows"),
        (
            lambda rows: [*rows[:99], rows[99].split(",0,0")[0].rsplit(",", 2)[0], *rows[100:]],
            "line 108",
        ),
        (lambda rows: [*rows[:50], "hello world", *rows[51:]], "line 59"),
        (lambda rows: [row(1, 1, 1, dry=75.0), *rows[1:]], "dry bulb of 75"),
        (lambda rows: [row(1, 1, 1, dew=60.0), *rows[1:]], "dew point of 60"),
        (lambda rows: [row(13, 1, 1), *rows[1:]], "month 13"),
        (lambda rows: [row(1, 1, 1, dry="warm"), *rows[1:]], "'warm', not a number"),
        (lambda rows: [row(1, 1, 1, dry="nan"), *rows[1:]], "'nan', not a number"),
        (lambda rows: ["2001,1,1,1,0,?,20,10,50,95000", "2001,1,1", *rows[2:]], "3 of the 10"),
        (
            lambda rows: [row(1, 1, hour, dry=99.9) for hour in range(1, 11)] + rows[10:],
            "10 hours in a row",
        ),
    ],
)
def test_broken_rows_are_named(change, told):
    with pytest.raises(WeatherFileError, match=told) as error:
        parse_epw(text(change(year())), where="mine.epw")
    assert "mine.epw" in str(error.value)


@pytest.mark.parametrize(
    "content",
    ["", "hello", "LOCATION,a,b\n", "LOCATION,a,b,c,d,e,99,0,0,0\n" + row(1, 1, 1), "\x00" * 50],
)
def test_other_files_are_refused(content):
    with pytest.raises(WeatherFileError):
        parse_epw(content)


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    with pytest.raises(CoolSimError, match="cannot be read"):
        read_epw(tmp_path / "none.epw")
    with pytest.raises(CoolSimError, match="cannot be read"):
        read_epw(tmp_path)


def test_line_ends_of_other_systems_do_not_matter(tmp_path):
    path = tmp_path / "a.epw"
    path.write_bytes(text(year()).replace("\n", "\r\n").encode("latin-1"))
    assert read_epw(path).hours == 8760
