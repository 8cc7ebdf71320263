"""Every reader on broken files; the large run is ``python -m tests.benchmarks.fuzz_readers``."""

import pytest

from tests.fuzzed_brought import brought
from tests.fuzzed_kept import kept
from tests.fuzzing import trial

READERS = (*brought(), *kept())
FILES_EACH = 90
SLOW = {"weather": 10, "case: T": 30, "case: owner": 30, "case: boundary": 50}
"""Of files with thousands of rows fewer are tried here."""


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_good_files_are_read(reader, tmp_path):
    for number, seed in enumerate(reader.seeds):
        path = tmp_path / f"good{number}{reader.suffix}"
        path.write_bytes(seed)
        if reader.name != "profile" or number == 0:  # its second is short on purpose
            reader.read(path)


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_broken_files_are_read_or_refused_in_words(reader, tmp_path):
    seeds = range(1, 1 + SLOW.get(reader.name, FILES_EACH))
    outcomes = [trial(reader, seed, tmp_path) for seed in seeds]
    assert [each for each in outcomes if not each.is_good] == []
    assert any(each.ended == "refused" for each in outcomes)


def test_two_thousand_files_are_broken_here():
    assert sum(SLOW.get(reader.name, FILES_EACH) for reader in READERS) >= 2000
