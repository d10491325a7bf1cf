"""Pictures of figures as SVG within a page: curves, bars and spreads. Numbers and words of ours only, no name.

A chart is drawn 440 wide and shrinks and grows with the page; colours are the frame's, so that they follow its theme.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipelines.page_frame import words
from pipelines.page_style import COLOURS

WIDTH, HEIGHT = 440, 200
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 10, 8, 22
_FLOOR = HEIGHT - _BOTTOM
_STEPS_S = (
    0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200,
    86_400, 172_800, 432_000, 864_000, 2_592_000, 7_776_000,
)  # fmt: skip
_UNITS_S = ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"), (0.001, "ms"))

Label = Callable[[float], str]


@dataclass(frozen=True, slots=True)
class Span:
    """What the x axis of a history stands for: so many seconds."""

    seconds: float

    def x(self, at_s: float) -> float:
        """Where a moment is drawn."""
        return _LEFT + (WIDTH - _LEFT - _RIGHT) * (at_s / self.seconds if self.seconds else 0)

    def axis(self) -> Iterator[str]:
        """The marks below a chart."""
        step = next((one for one in _STEPS_S if self.seconds / one <= 5), self.seconds / 4)
        for number in range(int(self.seconds / step + 1e-9) + 1 if step else 1):
            yield _text(self.x(number * step), HEIGHT - 6, time_text(number * step), "middle" if number else "start")


def time_text(seconds: float) -> str:
    """A length of time in its largest unit: 250 ms, 1.5 s, 20 min, 3 h."""
    if not seconds:
        return "0"
    size, unit = next(((size, unit) for size, unit in _UNITS_S if seconds >= size * 0.9995), _UNITS_S[-1])
    return f"{seconds / size:.3g} {unit}"


def steps(most: float) -> list[float]:
    """Round numbers from 0 up to the first that is not below `most`: the marks of an axis."""
    if most <= 0:
        return [0.0, 1.0]
    rough = most / 4
    power = 10 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough * 0.9999)
    return [step * number for number in range(math.ceil(most / step - 1e-9) + 1)]


def areas(said: str, layers: Sequence[Sequence[float]], span: Span, label: Label) -> str:
    """Curves on top of each other, over time; each layer has one value more than there are slots, from the start on."""
    below = [0.0] * len(layers[0])
    tops: list[list[float]] = []
    for layer in layers:
        below = [low + value for low, value in zip(below, layer, strict=True)]
        tops.append(below)
    marks = steps(max(tops[-1]))
    times = [span.x(span.seconds * number / (len(below) - 1)) for number in range(len(below))]
    body = [*_grid(marks, label), *span.axis()]
    under = [0.0] * len(below)
    for number, top in enumerate(tops):
        there = [*zip(times, top, strict=True)]
        back = [*zip(times, under, strict=True)][::-1]
        points = " ".join(f"{x:.1f},{_y(value, marks[-1]):.1f}" for x, value in (*there, *back))
        body.append(f'<polygon class="fill k{number % COLOURS}" points="{points}"/>')
        under = top
    return _svg(said, body)


def bars(said: str, layers: Sequence[tuple[str, Sequence[float]]], span: Span, label: Label) -> str:
    """Bars on top of each other, over time; a layer is its class of colour and a value for each slot."""
    count = len(layers[0][1])
    marks = steps(max(sum(values[slot] for _, values in layers) for slot in range(count)))
    body = [*_grid(marks, label), *span.axis()]
    width = (WIDTH - _LEFT - _RIGHT) / count
    low = [0.0] * count
    for colour, values in layers:
        path = ""
        for slot, value in enumerate(values):
            if value:
                top, bottom = _y(low[slot] + value, marks[-1]), _y(low[slot], marks[-1])
                left = _LEFT + slot * width + 0.4
                path += f"M{left:.1f} {bottom:.1f}V{top:.1f}h{width - 0.8:.1f}V{bottom:.1f}z"
        low = [under + value for under, value in zip(low, values, strict=True)]
        body.append(f'<path class="{colour}" d="{path}"/>')
    return _svg(said, body)


def spread(said: str, counts: Mapping[int, int], between: tuple[int, int], marked: Sequence[int], colour: int) -> str:
    """How often each length of time came, on a logarithmic axis.

    Args:
        said: What is seen, in words.
        counts: By milliseconds.
        between: The ends of the axis, which several such pictures share.
        marked: Lines at these.
        colour: Which of the frame's.
    """
    height, slots = 74, 48
    low, high = math.log10(between[0]), math.log10(between[1])

    def x(ms: float) -> float:
        return _RIGHT + (WIDTH - 2 * _RIGHT) * (math.log10(max(ms, between[0])) - low) / (high - low)

    width = (WIDTH - 2 * _RIGHT) / slots
    found = [0] * slots
    for ms, times in counts.items():
        found[min(slots - 1, int((x(ms) - _RIGHT) / width))] += times
    floor, most = height - 18, max(found)
    body = [f'<path class="rule" d="M0 {floor}H{WIDTH}"/>']
    for slot, times in enumerate(found):
        if times:
            tall = max(1.0, (floor - 4) * times / most)
            left = _RIGHT + slot * width + 0.4
            body.append(_bar(f"fill k{colour % COLOURS}", left, floor, width - 0.8, tall))
    body += [f'<path class="mark" d="M{x(ms):.1f} 2V{floor}"/>' for ms in marked]
    for power in range(math.ceil(low - 1e-9), math.floor(high + 1e-9) + 1):
        body.append(_text(min(max(x(10**power), 14), WIDTH - 16), height - 4, time_text(10**power / 1000), "middle"))
    return _svg(said, body, height)


def scores(said: str, counts: Mapping[int, int], least: int | None) -> str:
    """How often each score from 1 to 10 came; those that would not be taken are drawn in another colour."""
    height, floor, width = 130, 112, (WIDTH - 2 * _RIGHT) / 10
    most = max(counts.values(), default=0)
    body = [f'<path class="rule" d="M0 {floor}H{WIDTH}"/>']
    for score in range(1, 11):
        middle, times = _RIGHT + (score - 0.5) * width, counts.get(score, 0)
        if times:
            tall = max(1.0, (floor - 18) * times / most)
            colour = "low" if least is not None and score < least else "high"
            body.append(_bar(colour, middle - width * 0.4, floor, width * 0.8, tall))
            body.append(_text(middle, floor - tall - 4, f"{times:,}", "middle"))
        body.append(_text(middle, height - 4, str(score), "middle"))
    if least is not None:
        left = _RIGHT + (least - 1) * width
        body.append(f'<path class="mark" stroke-dasharray="3 3" d="M{left:.1f} 2V{floor}"/>')
    return _svg(said, body, height)


def share(part: float, colour: int) -> str:
    """A bar within a row of a table, from 0 to 1."""
    return (
        '<svg class=bar viewBox="0 0 100 9" preserveAspectRatio="none" aria-hidden=true>'
        f'<rect class=track width=100 height=9 rx=2 /><rect class="fill k{colour % COLOURS}" width="{100 * part:.1f}"'
        " height=9 rx=2 /></svg>"
    )


def _svg(said: str, body: Sequence[str], height: int = HEIGHT) -> str:
    title = words(said)
    begin = f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{title}"><title>{title}</title>'
    return f"{begin}{''.join(body)}</svg>"


def _bar(colour: str, left: float, floor: float, width: float, tall: float) -> str:
    where = f'x="{left:.1f}" y="{floor - tall:.1f}" width="{width:.1f}" height="{tall:.1f}"'
    return f'<rect class="{colour}" {where}/>'


def _grid(marks: Sequence[float], label: Label) -> Iterator[str]:
    for mark in marks:
        y = _y(mark, marks[-1])
        yield f'<path class="rule" d="M{_LEFT} {y:.1f}H{WIDTH - _RIGHT}"/>{_text(_LEFT - 6, y + 4, label(mark), "end")}'


def _y(value: float, most: float) -> float:
    return _FLOOR - (_FLOOR - _TOP) * value / most


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{words(text)}</text>'
