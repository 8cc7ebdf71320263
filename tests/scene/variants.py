"""Small variants with one object of interest, and air to resolve them with."""

from coolsim.catalogue import load_catalogue
from coolsim.design.models import Cooler, Hall, Rack, Variant
from coolsim.properties.air import AirState
from coolsim.scene import resolve

AIR = AirState(
    density_kg_m3=1.2,
    heat_capacity_j_kg_k=1006.0,
    humidity_ratio=0.008,
    dew_point_c=11.0,
)


def rack(**fields):
    """A rack at (3, 2) m, 0.6 m wide and 1.2 m deep."""
    return Rack(**{"id": "rack-0001", "x_m": 3.0, "y_m": 2.0, "load_w": 5000.0, **fields})


def cooler(**fields):
    """A cooler at (6, 4) m, 2 m wide, 1 m deep and high 2 m."""
    drawn = {"id": "cooler-0001", "x_m": 6.0, "y_m": 4.0, "width_m": 2.0, "depth_m": 1.0}
    return Cooler(**{**drawn, "airflow_m3_s": 2.0, **fields})


def flat(spans):
    """Pairs as one list, for comparing with a tolerance."""
    return [value for span in spans for value in span]


def scene_of(*, own=None, hall=None, **fields):
    """The scene of a variant of the objects given."""
    variant = Variant(id="variant-0001", hall=hall or Hall(), **fields)
    return resolve(variant, load_catalogue().with_entries(own or {}), AIR)
