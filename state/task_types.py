"""The task types of the contract, and their aliases."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class TaskType(StrEnum):
    """What a phase does."""

    CODE = "code"
    RESEARCH = "research"
    CREATIVE = "creative"
    ANALYSIS = "analysis"
    CHAT = "chat"
    SUMMARIZATION = "summarization"
    TRANSLATION = "translation"
    ENTITY_EXTRACTION = "entity_extraction"
    OCR_CLEANUP = "ocr_cleanup"
    XML_TAGGING = "xml_tagging"
    CATEGORIZE = "categorize"
    TEXT_CLEANUP = "text_cleanup"
    EMBEDDING_GENERATION = "embedding_generation"


TASK_ALIASES: Mapping[str, TaskType] = {
    "summarize": TaskType.SUMMARIZATION,
    "categorization": TaskType.CATEGORIZE,
    "embedding": TaskType.EMBEDDING_GENERATION,
}
