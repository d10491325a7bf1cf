"""A line chart as SVG: a few lines over seconds, with a legend; nothing that a page has to load."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 800, 360, 48, 64, 36
COLOURS = ("#1f77b4", "#d62728", "#2ca02c", "#9467bd")


@dataclass(frozen=True, slots=True)
class Line:
    """A line: its name, and (seconds, value) in order."""

    name: str
    points: Sequence[tuple[float, float]]


def draw(path: Path, title: str, lines: Sequence[Line]) -> None:
    """Write the chart to a file."""
    most_x = max((x for line in lines for x, _ in line.points), default=1.0) or 1.0
    most_y = 1.1 * max((y for line in lines for _, y in line.points), default=1.0) or 1.0

    def place(x: float, y: float) -> str:
        across = LEFT + (WIDTH - LEFT - 16) * x / most_x
        down = TOP + (HEIGHT - TOP - BOTTOM) * (1 - y / most_y)
        return f"{across:.1f},{down:.1f}"

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"',
        '  font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
        f'<text x="{LEFT}" y="22" font-size="15">{title}</text>',
    ]
    for tick in _ticks(most_y):
        x, y = place(0, tick).split(",")
        parts.append(f'<line x1="{x}" x2="{WIDTH - 16}" y1="{y}" y2="{y}" stroke="#ddd"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{float(y) + 4:.1f}" text-anchor="end">{tick:g}</text>')
    for tick in _ticks(most_x):
        x, _ = place(tick, 0).split(",")
        parts.append(f'<text x="{x}" y="{HEIGHT - 12}" text-anchor="middle">{tick:g} s</text>')
    for place_in_legend, (line, colour) in enumerate(zip(lines, COLOURS, strict=False)):
        points = " ".join(place(x, y) for x, y in line.points)
        parts.append(f'<polyline fill="none" stroke="{colour}" stroke-width="1.6" points="{points}"/>')
        parts.append(f'<text x="{LEFT + 180 * place_in_legend}" y="46" fill="{colour}">{line.name}</text>')
    path.write_text("\n".join([*parts, "</svg>", ""]), "utf-8")


def _ticks(most: float) -> list[float]:
    """About six round numbers from 0 up."""
    step = next(step for size in range(6) for step in (10**size, 2 * 10**size, 5 * 10**size) if most / step <= 6)
    return [float(step * n) for n in range(int(most / step) + 1)]
