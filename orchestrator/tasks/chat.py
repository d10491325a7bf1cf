"""Chat: do what the instructions say with the text, or answer it."""

from __future__ import annotations

from orchestrator.tasks.base import BALANCED, TaskType
from state.plan_records import OutputTokens

_SYSTEM = """\
You answer one message, completely and on your own: nobody can ask you back, and you cannot ask either.

- Do exactly what is asked. Where instructions follow below, they say what to do with the message.
- Be correct before you are complete, and complete before you are brief. Say plainly what you do not know.
- Write in the language of the message unless you are told otherwise.
- Give the answer itself: no remarks about yourself, the task or these rules."""

_USER = "{{content}}"

TASK = TaskType(
    name="chat",
    system=_SYSTEM,
    user=_USER,
    tier=BALANCED,
    output_tokens=OutputTokens(ratio=1.0, floor=1024, ceiling=8192),
    checks=("not_empty",),
)
