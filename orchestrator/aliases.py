"""Which model answers under a name: many names are aliases, and a provider may let another model answer in mid-job."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from state.events import EventKind
from state.writer import Remark


class Aliases:
    """The models that replies named, by the name that was asked; each other one is told once.

    Args:
        known: What answered last in earlier runs of the job, by "provider/model".
        post: Takes what is to stand in the job's events.
    """

    def __init__(self, known: Mapping[str, str], post: Callable[[Remark], None]) -> None:
        self._seen = {model: [replied] for model, replied in known.items()}
        self._post = post

    def answered(self, model: str, replied: str) -> None:
        """A reply to a call of `model` names the model `replied`."""
        seen = self._seen.setdefault(model, [])
        if replied in seen:
            return
        if seen:
            said = (
                f"{model} is answered by {replied} now, and was by {seen[-1]}: the job holds answers of both;"
                " name a model that is no alias to keep to one"
            )
            self._post(Remark(EventKind.MODEL_CHANGED, said))
        seen.append(replied)
