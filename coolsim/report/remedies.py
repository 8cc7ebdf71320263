"""What usually moves a limit, in words: for answers where no change was solved."""

from __future__ import annotations

from coolsim.density.records import LimitReading

_REMEDIES = {
    "grid_cap": "Ask for a larger connection, or lower losses and cooling power.",
    "plant_design_day": "Add machines or larger ones to the plant, or raise its supply.",
    "busway": "Choose a larger PDU or busway, or move feeds to another one.",
    "ups": "Add a UPS unit or choose larger ones, or move racks to another UPS.",
    "transformer": "Choose a larger transformer, or share the load with a second one.",
    "phase": "Spread the racks over the phases.",
    "breaker_peak": "Choose larger breakers, give their trip curve, or smooth the racks' power.",
    "inlet": (
        "Bring more supply air to the inlet named above (tiles, cooler airflow), close the paths by"
        " which warm air reaches it (containment, blanking, cable openings), or lower the supply"
        " temperature. A wider inlet class raises the limit itself."
    ),
    "cooler": (
        "Add cooling capacity or airflow, or move load to where other coolers have some left."
    ),
    "breaker": "Feed the racks from larger breakers, or at a higher voltage.",
    "feed": "Feed the racks from a larger feed, or share the load among more feeds.",
    "height": "Take a taller rack, or equipment that needs fewer rack units.",
    "weight": "Take a rack and a floor rated for more weight.",
    "mass": "Take a rack and a floor rated for more weight.",
    "floor": "Spread the racks, or strengthen the floor.",
    "air_rise": (
        "Beyond this rise the flow model does not hold, so no answer is given: give the rack more "
        "airflow, or one that follows its power."
    ),
    "cap": "Raise the hall's power cap.",
}


def remedy_of(binding: LimitReading | None) -> str:
    """What to do about a limit that binds; empty where nothing is known of it."""
    if binding is None:
        return ""
    key = binding.limit
    return next((words for part, words in _REMEDIES.items() if part in key), "")
