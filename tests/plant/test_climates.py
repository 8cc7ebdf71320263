"""Built-in climates: the made year has the statistics it was made from."""

import numpy as np
import pytest

from coolsim.plant.weather import built_in_climates, synthetic_year

NAMES = sorted(built_in_climates())


def test_twelve_climates_with_names_to_choose_by():
    assert len(NAMES) == 12
    assert "phoenix-az" in NAMES
    assert all(name == name.lower() and " " not in name and "." not in name for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_the_year_has_the_stations_statistics(name):
    climate, year = built_in_climates()[name], synthetic_year(name)
    assert year.hours == 8760
    assert year.dry_bulb_c.mean() == pytest.approx(climate.dry_bulb_mean_c, abs=0.02)
    assert year.wet_bulb_c.mean() == pytest.approx(climate.wet_bulb_mean_c, abs=0.1)
    for share, value in climate.dry_bulb_c:
        assert np.quantile(year.dry_bulb_c, share) == pytest.approx(value, abs=0.05)
    for share, value in climate.wet_bulb_c:
        assert np.quantile(year.wet_bulb_c, share) == pytest.approx(value, abs=0.15)
    months = [year.dry_bulb_c[year.month == number].mean() for number in range(1, 13)]
    assert months == pytest.approx([m.dry_bulb_mean_c for m in climate.months], abs=0.1)


@pytest.mark.parametrize("name", NAMES)
def test_the_air_is_possible(name):
    year = synthetic_year(name)
    assert np.all(year.wet_bulb_c <= year.dry_bulb_c + 1e-9)
    assert np.all(year.humidity_ratio > 0.0)


@pytest.mark.parametrize("name", ["phoenix-az", "seattle-tacoma-wa", "chicago-ohare-il"])
def test_days_are_warmest_when_the_station_says(name):
    climate, year = built_in_climates()[name], synthetic_year(name)
    for number, month in enumerate(climate.months, start=1):
        of_month = year.dry_bulb_c[year.month == number].reshape(-1, 24).mean(axis=0)
        assert abs(int(np.argmax(of_month)) + 1 - month.warmest_hour) <= 1
        swing = of_month.max() - of_month.min()
        assert swing == pytest.approx(month.daily_swing_k, rel=0.35)


def test_the_same_year_every_time():
    first = synthetic_year("phoenix-az").dry_bulb_c.copy()
    synthetic_year.cache_clear()
    assert np.array_equal(first, synthetic_year("phoenix-az").dry_bulb_c)
