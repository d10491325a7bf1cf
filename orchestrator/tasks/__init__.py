"""The task types that this version runs; a new one is a file in this folder and a line here."""

from __future__ import annotations

from collections.abc import Mapping

from orchestrator.tasks import (
    analysis,
    categorize,
    chat,
    code,
    creative,
    embedding_generation,
    entity_extraction,
    ocr_cleanup,
    research,
    summarization,
    text_cleanup,
    translation,
    xml_tagging,
)
from orchestrator.tasks.base import TaskType

TASKS: Mapping[str, TaskType] = {
    task.name: task
    for task in (
        analysis.TASK,
        categorize.TASK,
        chat.TASK,
        code.TASK,
        creative.TASK,
        embedding_generation.TASK,
        entity_extraction.TASK,
        ocr_cleanup.TASK,
        research.TASK,
        summarization.TASK,
        text_cleanup.TASK,
        translation.TASK,
        xml_tagging.TASK,
    )
}
