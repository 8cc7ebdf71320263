"""A design survives the death of the process that saves it."""

from coolsim.assets import asset
from coolsim.design import files
from tests.halls import small_hall
from tests.killed_saves import killed_saves


def test_a_killed_save_leaves_a_whole_design(tmp_path):
    short = tmp_path / "short.coolsim"
    files.save(small_hall(), short)
    long = asset("examples") / "hall-400.coolsim"
    ends = list(killed_saves(10, 3, tmp_path, short, long))
    assert len(ends) == 10
    assert [each for each in ends if not each.is_whole] == []
    # what is left beside it is a temporary file that no reader takes for a design
    assert all(name.endswith(".tmp") for each in ends for name in each.left_behind)
