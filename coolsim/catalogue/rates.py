"""Operations per second of accelerators, typed so that unlike ones never compare.

A :class:`Rate` carries its precision and whether it counts sparsity. Adding or comparing two rates
of different kinds raises :class:`~coolsim.errors.PrecisionError`; nothing converts one into
another. What the catalogue does not have is absent, never taken from another precision.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from coolsim.catalogue.conversions import in_si
from coolsim.catalogue.loading import Catalogue
from coolsim.catalogue.records import Figure
from coolsim.errors import PrecisionError

Sparsity = Literal["dense", "sparse"]
Basis = Literal["peak", "sustained"]

UNIT_OF_PRECISION: dict[str, str] = {
    "fp64": "tflops",
    "fp32": "tflops",
    "tf32": "tflops",
    "fp16": "tflops",
    "bf16": "tflops",
    "fp8": "tflops",
    "fp4": "tflops",
    "int8": "tops",
}
"""Precisions in order, and the unit their catalogue keys end with."""
PRECISIONS: tuple[str, ...] = tuple(UNIT_OF_PRECISION)


def counted_in(precision: str) -> Literal["flops", "ops"]:
    """The unit of operations per second at a precision; whole numbers have no floating point.

    Worked values: ``counted_in("fp8")`` is ``"flops"``, ``counted_in("int8")`` is ``"ops"``.
    """
    return "ops" if UNIT_OF_PRECISION.get(precision.lower()) == "tops" else "flops"


def operations(precision: str) -> str:
    """What operations of a precision are counted in, for headings: ``FLOPS`` or ``OPS``."""
    return counted_in(precision).upper()


@dataclass(frozen=True, slots=True)
class Rate:
    """Operations per second of one kind.

    Attributes:
        value: Operations per second [1/s].
        precision: One of :data:`PRECISIONS`.
        sparsity: Whether operations on structural zeros count.
        basis: ``peak`` as stated, or ``sustained`` as measured in large matrix products.
    """

    value: float
    precision: str
    sparsity: Sparsity = "dense"
    basis: Basis = "peak"

    @property
    def kind(self) -> tuple[str, str, str]:
        """What must agree before two rates meet."""
        return self.precision, self.sparsity, self.basis

    def _meets(self, other: Rate) -> None:
        if self.kind != other.kind:
            raise PrecisionError(
                f"{_name(self)} and {_name(other)} do not compare.",
                remedy="Ask for one precision that both have, dense.",
            )

    def __add__(self, other: Rate) -> Rate:
        self._meets(other)
        return replace(self, value=self.value + other.value)

    def __mul__(self, count: float) -> Rate:
        return replace(self, value=self.value * count)

    def __lt__(self, other: Rate) -> bool:
        self._meets(other)
        return self.value < other.value

    def over(self, other: Rate) -> float:
        """How many times ``other`` this is.

        Raises:
            PrecisionError: They are of different kinds.
        """
        self._meets(other)
        return self.value / other.value


def _name(rate: Rate) -> str:
    return f"{rate.precision.upper()} {rate.sparsity} {rate.basis}"


def rate_figure(
    catalogue: Catalogue,
    accelerator_id: str,
    precision: str,
    *,
    sparsity: Sparsity = "dense",
    basis: Basis = "peak",
) -> Figure | None:
    """The catalogue's figure of one kind of rate of an accelerator [1/s]; ``None`` if not known.

    Worked number: ``rate_figure(catalogue, "nvidia_h100_sxm", "fp8").value`` is 1.979e15.

    Raises:
        PrecisionError: There is no such precision.
    """
    if precision not in UNIT_OF_PRECISION:
        raise PrecisionError(
            f"there is no precision {precision!r}.", remedy=f"One of: {', '.join(PRECISIONS)}."
        )
    if accelerator_id not in catalogue:
        return None
    words = ["sustained"] if basis == "sustained" else []
    words.append(precision)
    words += ["sparse"] if sparsity == "sparse" else []
    key = "_".join([*words, UNIT_OF_PRECISION[precision]])
    figure = catalogue.get(accelerator_id).figure(key)
    return in_si(figure) if figure.is_known else None


def rate_of(
    catalogue: Catalogue,
    accelerator_id: str,
    precision: str,
    *,
    sparsity: Sparsity = "dense",
    basis: Basis = "peak",
) -> Rate | None:
    """One kind of rate of an accelerator; ``None`` where it is not known.

    Raises:
        PrecisionError: There is no such precision.
    """
    figure = rate_figure(catalogue, accelerator_id, precision, sparsity=sparsity, basis=basis)
    if figure is None or figure.value is None:
        return None
    return Rate(figure.value, precision, sparsity, basis)
