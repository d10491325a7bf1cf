"""How texts begin and end: what is a remark to whoever asked, what breaks off, and what only looks like it."""

from __future__ import annotations

import time

import pytest

from orchestrator.checks import run_check
from state.records import Json
from tests.talks import phase_of

PROSE = "The harbour froze in the second week of January, and the ferries lay where the ice had caught them."


def told(name: str, output: Json, content: str = "") -> str:
    """What a check says of an output; empty when it passes."""
    found = run_check(name, output, content, phase_of("chat"))
    return found.told if found else ""


# ── remarks ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "first",
    [
        "Sure, here is the analysis you asked for:",
        "Sure! Here's a short poem about ice:",
        "Certainly! Below is a breakdown of the report.",
        "Of course!",
        "**Here is a short story about a lighthouse keeper:**",
        "## Here is the summary of the document:",
        "Here are three slogans:",
        "Based on the document you've provided, the port pays.",
        "Thank you for sharing the document. The port pays.",
        "Great question! The port pays.",
        "As an AI language model, I have no opinion, but the port pays.",
        "I’m sorry, but I can’t assist with that request.",
        "I cannot access external links, so I answer from memory.",
        "Natürlich! Hier ist die gewünschte Analyse:",
        "Hier ist eine Kurzgeschichte über das Eis:",
        "Als KI-Sprachmodell kann ich das nicht beurteilen.",
        "Es tut mir leid, aber ich kann dabei nicht helfen.",
        "Auf Grundlage des von Ihnen bereitgestellten Dokuments zahlt der Hafen.",
        "Bien sûr\u00a0! Voici l’analyse demandée\u00a0:",
        "Voici un poème sur la glace :",
        "En tant que modèle de langage, je ne peux pas en juger.",
        "¡Claro! Aquí tienes el análisis:",
        "Aquí está el resumen del documento:",
        "Como modelo de lenguaje, no puedo opinar.",
    ],
)
def test_a_remark_at_the_beginning_is_found(first: str) -> None:
    """In four languages, with any apostrophe and any emphasis around it."""
    assert "begins with a remark" in told("no_preamble", f"{first}\n\n{PROSE}")


@pytest.mark.parametrize(
    "last",
    [
        "I hope this helps!",
        "I hope this analysis is helpful. Good luck with the harbour!",
        "*In this poem, I tried to keep the ice out of the last line.*",
        "This story aims to show how a town lives without ferries.",
        "Ich hoffe, das hilft Ihnen weiter!",
        "J’espère que cela vous aidera.",
        "¡Espero que este análisis te sea útil!",
        "Espero que esto te ayude.",
    ],
)
def test_a_remark_at_the_end_is_found(last: str) -> None:
    """A good wish, or an account of one's own work."""
    wrong = told("no_preamble", f"{PROSE}\n\n{last}")
    assert "ends with a remark" in wrong


@pytest.mark.parametrize(
    "text",
    [
        "Sure, I had been warned. Nobody crosses in January.",
        "Sure, here I was, twenty years old and without a boat.",
        "Certainly the port pays.",
        "Of course! That was what my father said whenever he meant no.",
        "Here is the house where I was born: two rooms, and a stove that never drew.",
        "Here lies the keeper of the light:\n\nhe kept it well.",
        "The following table gives the days of ice:\n\n| year | days |\n|---|---|\n| 1987 | 41 |",
        "“Sure, here is the story you asked for:” she wrote, and then wrote nothing else for a year.",
        "As an AI, I have no hands; so I asked the ferryman to hold the rope.",
        "I'm sorry, but I can't attend the meeting on Friday.",
        "I cannot say when the ice will go.",
        "Based on the tide tables of 1987, the port pays.",
        "Thank you for sharing your story with us.",
        "I have reviewed the accounts of the port and find three errors.",
        "Natürlich hat der Hafen gezahlt.",
        "Hier ist es im Januar dunkel: um drei gehen die Lampen an.",
        "Klar, ich hätte warten können.",
        "Gerne ging er nicht.",
        "Als Kind saß ich am Ofen.",
        "Bien sûr que le port paie.",
        "Voici l'hiver : la glace tient.",
        "En tant que capitaine, je ne pouvais pas partir.",
        "Claro que el puerto paga.",
        "Aquí está el puerto: dos muelles y una grúa.",
        "Como capitán, no podía salir.",
        "I hope you are well, and that the ice has gone.",
        "The poem aims to shock. It does not.",
        "Ich hoffe, das Eis geht bald.",
        "Espero que el hielo se vaya.",
        "",
        "…",
    ],
)
def test_words_that_only_look_like_a_remark_pass(text: str) -> None:
    """Narrators, letters and reports use the same words; what counts is that the answer itself is meant."""
    assert told("no_preamble", text) == ""
    assert told("no_preamble", f"{PROSE}\n\n{text}") == ""


def test_what_the_input_does_the_output_may_do_too() -> None:
    """A version of a text that begins or ends so is none the worse for it."""
    first, last = "Sure, here is the report you asked for:", "Let me know if you'd like any changes."
    letter = f"{first}\n\n{PROSE}\n\n{last}"
    for name in ("no_preamble", "finished"):
        assert told(name, letter, content=PROSE) != ""
        assert told(name, letter, content=letter) == ""


@pytest.mark.parametrize(
    "given", ["Ecco il riassunto del documento:", "以下は文書の要約です\uff1a", "Here is our summary:"]
)
def test_an_announcement_that_was_translated_passes(given: str) -> None:
    """Whatever language it was in; a colon at the end of the first line is enough."""
    first = "Here is the summary of the document:"
    assert told("no_preamble", f"{first}\n\n{PROSE}", content=f"{given}\n\n{PROSE}") == ""
    assert told("no_preamble", f"{first}\n\n{PROSE}", content=f"{PROSE}\n\n{given}") != ""


# ── whole texts ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "last",
    [
        "Would you like me to expand on any of these points?",
        "The port pays. Would you like me to write a second version?",
        "Let me know if you'd like any changes!",
        "If you'd like, I can also draft the letter to the port.",
        "I can go deeper into any of these if you want.",
        "Should I continue with the next chapter?",
        "Feel free to adjust the tone.",
        "Please share the text so that I can analyse it.",
        "Could you please provide the document you'd like me to analyze?",
        "Soll ich Ihnen noch eine längere Fassung schreiben?",
        "Möchten Sie, dass ich den dritten Punkt vertiefe?",
        "Wenn Sie möchten, kann ich die Analyse vertiefen.",
        "Souhaitez-vous que je développe l'un de ces points ?",
        "Si vous le souhaitez, je peux approfondir ce point.",
        "¿Quieres que escriba otra versión?",
        "¿Te gustaría que ampliara el análisis?",
        "Si lo deseas, puedo ampliar esta sección.",
    ],
)
def test_an_offer_at_the_end_is_found(last: str) -> None:
    """Nobody reads it who could answer."""
    assert "ends with an offer" in told("finished", f"{PROSE}\n\n{last}")


@pytest.mark.parametrize(
    "last",
    [
        "The harbour master then turned to the question of what the ice had cost the town, which",
        "First, the ferries. The ice took two of them in the first week and a third one soon after the",
        "It cost the ferries, the fish market, the school, and the",
        "- **Ferries**: two of them were lost, and",
        "It cost the ferries, the market and the school,",
        "There are three reasons:",
        "What follows from this (",
        "The harbour could not be reo-",
        "Am Ende zahlten die Reeder, die Stadt und",
        "À la fin, le port a payé pour les",
        "Al final pagó el puerto, porque",
    ],
)
def test_a_text_that_breaks_off_is_found(last: str) -> None:
    """In the middle of a paragraph, a list or a word."""
    assert "breaks off" in told("finished", f"{PROSE}\n\n{last}")


@pytest.mark.parametrize(
    "text",
    [
        "A harbour in ice",
        "Eight weeks of ice\nand not one ferry\nwhere the gulls stood waiting\nfor us to be hungry again",
        "After great ice a formal feeling comes –\nThe boats sit ceremonious, like Tombs –",
        "- two ferries\n- the fish market, for eight weeks of the winter and most of what was left of the spring",
        "1. Ferries. Two were lost\n2. The market. It closed for the eight weeks that the ice held and two more",
        "| year | days |\n|---|---|\n| 1987 | 41 |",
        "Most frequent words:\n\n- of\n- the",
        "Dear Ms Okafor,\n\nThe ice has gone.\n\nWith kind regards,",
        "He closed the door. 'Would you like me to write it down?'",
        "“Let me know if you'd like me to write,” she said. “Let me know if you'd like any changes.”",
        "Should the port pay for ice that nobody foresaw?",
        "Would you like some tea? he asked, and I said that I would",
        "Please let me know if Thursday suits you.",
        "If you like, I can bring the charts.",
        "Feel free to ask our staff.",
        "Soll ich gehen?",
        "Quieres que me vaya, pensé.",
        "Run it:\n\n```sh\nmake ice\n```",
        "````markdown\n```sh\nmake ice\n```\n````",
        "```markdown\n# Ice\n```sh\nmake ice\n```\n```",
        "He said `make:` and left. The inline fence ```x``` is no fence.",
        "Scene one\n~~~~~~~~~\n\nThe harbour, at night.\n\n~~~\n\nThe same, at noon.",
        "The figures are those of the harbour office and of the ferry company.[1][2]",
        "> The ice does what it likes, and so do the people who have lived on it.”",
        "What a winter! ❄️",
        "Sources: the harbour office, annual report; the ferry company, letters. Both in the town's archive",
        "Okafor, A. and Lind, B. (1988). Ice in the northern harbours and its cost to us. Turku: Harbour Press",
        "The charts. They are at https://example.com/charts/of/the/northern/harbours/for/the/winter/of/the/year/1987",
        "Read the chart. Then set the course, mind the ice, and keep to the channel until you pass buoy 12",
        "氷は八週間続いた。渡し船は二隻失われた。市場は閉まったままだった",
        "น้ำแข็งอยู่แปดสัปดาห์ เรือข้ามฟากหายไปสองลำ ตลาดปิด",
        "الجليد دام ثمانية أسابيع. غرقت عبّارتان وأُغلق السوق",
        "Interview with Dr. Anna Lind on ice, ferries and the fish market that closed in 1987 for good",
        "Ice vs. Iron on the northern shore, or how a town that had no road learned to walk",
        "el fin",
        "",
    ],
)
def test_whole_texts_of_all_kinds_pass(text: str) -> None:
    """Titles, verse, lists, tables, letters, speech, code, references and other scripts end in their own ways."""
    assert told("finished", text) == ""


def test_a_fence_that_stays_open_is_found() -> None:
    """Whatever stands in it; one in a quote counts too."""
    for text in ("Run it:\n\n```sh\nmake ice", "> ```\n> make ice", "```\na\n```\n\n```python\nb = 1\n"):
        assert "code fence" in told("finished", text)


def test_values_that_are_no_text_pass() -> None:
    """JSON has its schema."""
    for name in ("finished", "no_preamble"):
        assert told(name, {"text": "Sure!"}) == told(name, ["Sure!"]) == told(name, None) == ""


@pytest.mark.parametrize(
    "piece", ["x ", "a\n", "```\n", "> ", "Would you like me to ", "Here is the ", "soll ich das ", "a. ", "w", "* "]
)
def test_a_long_text_is_read_in_no_time(piece: str) -> None:
    """A megabyte of anything takes less than a tick; two are read here, and the limit is wide for busy machines."""
    text = piece * (1_000_000 // len(piece))
    began = time.process_time()
    for name in ("finished", "no_preamble"):
        run_check(name, text, text, phase_of("chat"))
    assert time.process_time() - began < 1.0
