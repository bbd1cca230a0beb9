"""What is measured again and again, and what one figure is made of it."""

import statistics
from collections.abc import Iterable, Sequence

import msgspec


class Figure(msgspec.Struct, frozen=True):
    """The median of some repeats, with the least and the greatest of them."""

    median: float
    least: float
    greatest: float


class Report(msgspec.Struct, frozen=True):
    """What a benchmark found: its figures by name, and how far the repeats of each lay apart."""

    name: str
    figures: dict[str, float]
    spread: dict[str, tuple[float, float]]


def figure(repeats: Iterable[float]) -> Figure:
    """Make one figure of what several repeats gave."""
    values = sorted(repeats)
    return Figure(statistics.median(values), values[0], values[-1])


def ratio(upper: Sequence[float], lower: Sequence[float]) -> Figure:
    """Compare two sides that were measured in turn: the median of the ratios of the pairs."""
    return figure(one / other for one, other in zip(upper, lower, strict=True))


def percentile(values: Iterable[float], percent: float) -> float:
    """Give the value below which so many percent lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def report(name: str, **measured: Figure | float) -> Report:
    """Put figures together, rounded to what can be told apart."""
    figures = {key: value if isinstance(value, Figure) else figure([value]) for key, value in measured.items()}
    return Report(
        name=name,
        figures={key: _rounded(value.median) for key, value in figures.items()},
        spread={key: (_rounded(value.least), _rounded(value.greatest)) for key, value in figures.items()},
    )


def _rounded(value: float) -> float:
    return float(f"{value:.4g}")
