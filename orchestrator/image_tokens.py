"""How many tokens an image counts for, and how large it is sent: by the formulas that providers publish.

    anthropic   width x height / 750 of an image within 1,568 pixels and about 1.15 megapixels; a larger one is made so
                ("Vision", in "Build with Claude")
    openai      patches of 32 x 32 pixels, at the most 1,536, times a factor of the model; of models before them tiles
                of 512 x 512 of an image within 2,048 x 2,048 whose shorter side is 768, and something for the whole
                ("Images and vision", "Calculating costs")
    others      vision models that are run by oneself make a token of 28 x 28 pixels (Qwen), of 14 x 14 with four put
                together (Llama, InternVL), or of 16 x 16 (Pixtral), which is the most of them

What an image is priced by is what the reply says: these say what is reserved before, and what an estimate reckons with.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

ANTHROPIC, OPENAI = "anthropic", "openai"

_PATCH = 32
_MOST_PATCHES = 1_536
_FACTOR_BOUND = 2.46  # the highest of those that are published
_FACTORS = (("-nano", 2.46), ("o4-mini", 1.72), ("-mini", 1.62))
_TILE, _FIT, _SHORT = 512, 2_048, 768
_TILES = (  # for the whole, and for each tile
    (re.compile(r"gpt-4o-mini"), 2_833, 5_667),
    (re.compile(r"(gpt-4o|gpt-4-|gpt-4\.5|gpt-4\.1$|chatgpt-4o)"), 85, 170),
    (re.compile(r"(o1|o3)(-pro)?($|-\d)"), 75, 150),
    (re.compile(r"gpt-5(-chat.*|-pro)?$"), 70, 140),
)
_USUAL_CELL, _LEAST_CELL = 28, 16
_SLACK = 64  # tokens: begin, end and line breaks of an image


@dataclass(frozen=True, slots=True)
class Size:
    """Within what an image is sent: what is larger, the provider makes so small itself.

    Args:
        edge: The longer side, in pixels.
        pixels: All of it.
    """

    edge: int
    pixels: int


def size_for(model: str) -> Size:
    """How large an image is sent to a model ("provider/model")."""
    if _provider(model) == ANTHROPIC:
        return Size(1_568, 1_150_000)
    return Size(2_048, _MOST_PATCHES * _PATCH * _PATCH)


def image_tokens(model: str, width: int, height: int) -> int:
    """How many tokens an image of that size counts for."""
    match _provider(model):
        case "anthropic":
            return math.ceil(width * height / 750)
        case "openai":
            return _of_openai(model.partition("/")[2], width, height)
        case _:
            return _cells(width, height, _USUAL_CELL) + _SLACK


def most_image_tokens(model: str, width: int, height: int) -> int:
    """How many it may count for at the most, where a model may be of another kind than its name tells."""
    reckoned = image_tokens(model, width, height)
    if _provider(model) == ANTHROPIC:
        return 2 * reckoned  # a model that is newer than this table may make more of it
    if _provider(model) == OPENAI:
        return max(reckoned, math.ceil(_FACTOR_BOUND * _cells(width, height, _PATCH)))
    return 2 * (_cells(width, height, _LEAST_CELL) + _SLACK)


def _of_openai(name: str, width: int, height: int) -> int:
    for names, whole, each in _TILES:
        if names.match(name):
            return whole + each * _tiles(width, height)
    patches = min(_MOST_PATCHES, _cells(width, height, _PATCH))
    return math.ceil(patches * next((factor for mark, factor in _FACTORS if mark in name), 1.0))


def _tiles(width: float, height: float) -> int:
    """Tiles of an image once it is made small enough; it is never made larger."""
    scale = min(1.0, _FIT / max(width, height))
    scale *= min(1.0, _SHORT / (scale * min(width, height)))
    return math.ceil(scale * width / _TILE) * math.ceil(scale * height / _TILE)


def _cells(width: int, height: int, size: int) -> int:
    return math.ceil(width / size) * math.ceil(height / size)


def _provider(model: str) -> str:
    return model.partition("/")[0]
