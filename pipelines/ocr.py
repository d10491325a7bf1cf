"""Which models can be named to read pages that are images: refused when the plan is made, as far as names tell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from orchestrator.pricing import LOCAL
from state.errors import Problem
from state.spec import PhaseSpec

SEES = "anthropic/claude-haiku-5-5, openai/gpt-6-luna"
"""Models to name where one was named that reads no images."""

_BLIND = re.compile(
    r"(openai/(gpt-3\.5|gpt-4($|-32k|-0\d{3})|o1-(mini|preview)|o3-mini|gpt-oss|davinci|babbage|curie|ada$|text-|tts-|whisper"
    r"|moderation|.*(audio|realtime|transcribe|-tts|-live))|anthropic/claude-(2|v1|instant))"
)
"""Those of which it is known."""


def ocr_problems(path: str, spec: PhaseSpec) -> Iterator[Problem]:
    """Why the model that a phase names for its pages cannot read them."""
    model = spec.ocr_model
    if model is None:
        return
    if model.partition("/")[0] == LOCAL or _BLIND.match(model):
        yield Problem(f"{path}.ocr_model", f"{model} reads no images; name a model that does, as {SEES}")
