"""Random sequences of edits: undo leads back, ids stay unique, failures leave nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from coolsim.design import edits, files, integrity
from coolsim.design.document import Document
from coolsim.design.models import Design
from coolsim.errors import EditError

Edit = Callable[[Design], Design]

coordinate = st.floats(-20.0, 20.0)
places = st.sampled_from(["rack", "cooler", "tile", "panel", "obstruction"])
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


def chosen(design: Design, picks: list[int]) -> list[str]:
    """Ids of existing objects, picked by numbers of any size."""
    known = [item.id for _, item in edits.items(design)]
    return list({known[pick % len(known)] for pick in picks}) if known else []


def on_chosen(edit: Callable[..., Any], *values: Any, **fields: Any) -> Callable[[list[int]], Edit]:
    """An edit of picked objects as a function of the design."""

    def make(picks: list[int]) -> Edit:
        def run(design: Design) -> Design:
            answer = edit(design, chosen(design, picks), *values, **fields)
            return answer[0] if isinstance(answer, tuple) else answer

        return run

    return make


@st.composite
def any_edit(draw: st.DrawFn) -> Edit:
    """One edit, right or wrong."""
    x, y = draw(coordinate), draw(coordinate)
    picks = draw(st.lists(st.integers(0, 99), max_size=4))
    kind = draw(places)
    name = draw(texts)
    return draw(
        st.sampled_from(
            [
                lambda d: edits.place(d, kind, x, y, name=name)[0],
                lambda d: edits.place(d, kind, x, y, width_m=x)[0],
                lambda d: edits.place(d, "group", member_ids=tuple(chosen(d, picks)))[0],
                lambda d: edits.place(d, "aisle", rack_ids=tuple(chosen(d, picks)))[0],
                on_chosen(edits.move, x, y)(picks),
                on_chosen(edits.move, 1e4, y)(picks),
                on_chosen(edits.rotate, 90.0)(picks),
                on_chosen(edits.rotate_about_centre, x * 90.0)(picks),
                on_chosen(edits.delete)(picks),
                on_chosen(edits.duplicate, x, y)(picks),
                on_chosen(edits.update, name=name)(picks),
                on_chosen(edits.update, height_m=y)(picks),
                lambda d: edits.paste(d, edits.copy(d, chosen(d, picks)), x, y)[0],
                lambda d: edits.add_feed(d, name=name)[0],
                lambda d: edits.update(d, chosen(d, picks), feed_id="feed-0001"),
                lambda d: edits.update(d, chosen(d, picks), feed_b_id="feed-0002", phase="L2"),
                lambda d: edits.delete_feed(d, "feed-0001"),
                lambda d: edits.add_power_element(d, "ups", name=name)[0],
                lambda d: edits.add_power_element(d, "pdu", supply_id="ups-0001")[0],
                lambda d: edits.update_power_element(d, "ups-0001", supply_id="pdu-0001"),
                lambda d: edits.update_feed(d, "feed-0001", supply_id="pdu-0001"),
                lambda d: edits.delete_power_element(d, "ups-0001"),
                lambda d: edits.set_hall(d, length_m=abs(x)),
                lambda d: edits.set_project(d, name=name),
                lambda d: edits.variant_duplicate(d, d.active_variant)[0],
                lambda d: edits.variant_activate(d, d.variants[0].id),
                lambda d: edits.variant_delete(d, d.active_variant),
                lambda d: edits.delete(d, ["rack-9999"]),
            ]
        )
    )


def ids_of(design: Design) -> set[str]:
    """Every object id of every variant."""
    return {item.id for variant in design.variants for _, item in integrity.located_items(variant)}


@settings(max_examples=80, deadline=None)
@given(st.lists(any_edit(), max_size=25), st.data())
def test_any_sequence_undoes_to_the_start(sequence: list[Edit], data: st.DataObject) -> None:
    start = Design()
    document = Document(start)
    snapshots = [files.design_hash(start)]
    given: set[str] = set()
    for index, edit in enumerate(sequence):
        before = document.design
        text = files.dumps(before)
        old_ids = ids_of(before)
        try:
            after = edit(before)
        except EditError:
            assert document.design is before
            assert files.dumps(before) == text
            continue
        assert files.dumps(before) == text, "an edit changed its input"
        new_ids = ids_of(after) - old_ids
        assert not new_ids & given, "an id was given twice"
        given |= new_ids
        assert integrity.problems(after) == ()
        assert files.loads(files.dumps(after)) == after
        if document.apply(str(index), after):
            snapshots.append(files.design_hash(after))
        if document.can_undo and data.draw(st.integers(0, 9)) == 0:
            document.undo()
            snapshots.pop()
    steps_undone = 0
    while document.can_redo:
        document.redo()
        steps_undone += 1
    end = files.design_hash(document.design)
    for _ in range(steps_undone):
        document.undo()
    assert files.design_hash(document.design) == snapshots[-1]
    for expected in reversed(snapshots[:-1]):
        assert document.can_undo
        assert files.design_hash(document.undo()) == expected
    assert not document.can_undo
    assert document.design == start
    assert not document.is_modified
    while document.can_redo:
        document.redo()
    assert files.design_hash(document.design) == end
    for identifier in given:
        prefix, _, number = identifier.rpartition("-")
        assert edits.new_id(document.design, prefix) > f"{prefix}-{number}"
