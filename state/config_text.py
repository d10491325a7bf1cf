"""A configuration as the text of its file, for a process that is to work under the same one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal

from state.config import Config
from state.spec_values import plain_decimal


def config_text(config: Config) -> str:
    """The TOML text that `parse_config` reads as this configuration; what nobody has set is left out."""
    document = config.model_dump(exclude_unset=True, exclude_none=True)
    limits = document.get("limits", {})
    limits |= limits.pop("models", {})  # in the file they stand beside the other limits
    return "".join(f"{_text(key)} = {_value(value)}\n" for key, value in document.items())


def _value(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_text(str(key))} = {_value(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, Decimal):
        return plain_decimal(value)
    return _text(value) if isinstance(value, str) else str(value)


def _text(text: str) -> str:
    """A basic string of TOML is one of JSON but for DEL, which it wants escaped, too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
