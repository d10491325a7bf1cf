"""`${NAME}` in what the configuration says: read where it is used, because what it stands for is a secret."""

from __future__ import annotations

from collections.abc import Mapping

from state.addresses import VARIABLE
from state.errors import ConfigError


def expanded(text: str, environ: Mapping[str, str], path: str, needed_by: str) -> str:
    """A text with its variables replaced.

    Args:
        path: The key of the configuration, for the message.
        needed_by: What needs them, for the message.

    Raises:
        ConfigError: One is not set; the text itself stands in no message.
    """
    missing = sorted({name for name in VARIABLE.findall(text) if name not in environ})
    if missing:
        raise ConfigError(f"the environment does not set {', '.join(missing)}, which {needed_by} needs", path=path)
    return VARIABLE.sub(lambda match: environ[match[1]], text)
