"""The equipment catalogue: entries, figures with unit, source and confidence class."""

from coolsim.catalogue.entries import Entry, Source, Table, Text
from coolsim.catalogue.loading import Catalogue, load_catalogue
from coolsim.catalogue.records import STRONG, Confidence, Figure

__all__ = [
    "STRONG",
    "Catalogue",
    "Confidence",
    "Entry",
    "Figure",
    "Source",
    "Table",
    "Text",
    "load_catalogue",
]
