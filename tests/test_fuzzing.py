"""Every reader on broken files; the large run is ``python -m tests.benchmarks.fuzz_readers``."""

import pytest

from tests.fuzzing import readers, trial

FILES_EACH = 180


@pytest.mark.parametrize("reader", readers(), ids=lambda reader: reader.name)
def test_good_files_are_read(reader, tmp_path):
    path = tmp_path / f"good{reader.suffix}"
    path.write_bytes(reader.seeds[0])
    reader.read(path)


@pytest.mark.parametrize("reader", readers(), ids=lambda reader: reader.name)
def test_broken_files_are_read_or_refused_in_words(reader, tmp_path):
    outcomes = [trial(reader, seed, tmp_path) for seed in range(1, FILES_EACH + 1)]
    assert [each for each in outcomes if not each.is_good] == []
    assert any(each.ended == "refused" for each in outcomes)
