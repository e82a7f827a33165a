"""The plot of a report. The only module that imports matplotlib, of the extra `[report]`."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from matplotlib import dates
from matplotlib.figure import Figure

from .front_time import FrontTime

_MOST = 9
"""How many members have a colour of their own; the others share one."""
_OTHERS = "others"
_PALETTE = ("#4c78a8", "#f58518", "#54a24b", "#e45756", "#72b7b2", "#eeca3b", "#b279a2", "#ff9da6", "#9d755d")
_GREY = "#bab0ac"


def draw(times: Sequence[FrontTime], names: Sequence[str], colors: Mapping[str, str], path: Path) -> None:
    """Draw a stacked bar for each day, week or month, with the members' own colours.

    Args:
        times: Who fronted how long on which day.
        names: The members, in the order of the bars; those behind the first nine share a colour.
        colors: The colours of the members that have one, as six digits, by their short ids.
        path: A file whose name ends in .png or .svg.
    """
    shown = names[:_MOST]
    days = sorted({each.day for each in times})
    span = (days[-1] - days[0]).days + 1 if days else 1
    width, unit = (1, "day") if span <= 62 else (7, "week") if span <= 731 else (30, "month")
    hours: dict[str, dict[date, float]] = {name: {} for name in [*shown, _OTHERS]}
    own: dict[str, str] = {}
    for each in times:
        start = _start(each.day, unit)
        bars = hours[each.name if each.name in shown else _OTHERS]
        bars[start] = bars.get(start, 0.0) + each.duration / timedelta(hours=1)
        if each.member in colors:
            own.setdefault(each.name, f"#{colors[each.member]}")
    figure: Any = Figure(figsize=(11, 5), layout="constrained")
    axes = figure.subplots()
    bottom: dict[date, float] = {}
    for index, (name, bars) in enumerate(hours.items()):
        if not bars:
            continue
        starts = sorted(bars)
        color = _GREY if name == _OTHERS else own.get(name, _PALETTE[index % len(_PALETTE)])
        axes.bar(
            [start.toordinal() - _EPOCH for start in starts],
            [bars[start] for start in starts],
            width=0.9 * width,
            bottom=[bottom.get(start, 0.0) for start in starts],
            align="edge",
            color=color,
            edgecolor="white",
            linewidth=0.4,
            label=_label(name),
        )
        for start in starts:
            bottom[start] = bottom.get(start, 0.0) + bars[start]
    locator = _dates.AutoDateLocator()
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(_dates.ConciseDateFormatter(locator))
    axes.set_ylabel(f"hours a {unit}")
    axes.set_title("Who fronted how much")
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis="y", alpha=0.3)
    axes.set_axisbelow(True)
    if bottom:
        axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), frameon=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # such as a letter that the font lacks
        figure.savefig(path)


_dates: Any = dates  # matplotlib has types, but not for all of it
_EPOCH = date(1970, 1, 1).toordinal()


def _start(day: date, unit: str) -> date:
    if unit == "week":
        return day - timedelta(day.weekday())
    return day.replace(day=1) if unit == "month" else day


def _label(name: str) -> str:
    # Text that begins with an underscore is left out of a legend, and "$" begins a formula.
    return name.replace("$", r"\$") if not name.startswith("_") else f" {name}".replace("$", r"\$")
