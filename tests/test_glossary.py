"""A glossary: which of its names a request holds, what a translation must do with them, and what a job file may say."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from orchestrator.analyzer import needed_tokens
from orchestrator.chain import Ask
from orchestrator.checks import run_check
from orchestrator.checks.names import found
from orchestrator.errors import FailureClass
from orchestrator.validator import examine
from pipelines.jobs import BatchJobs
from state.config import Config
from state.errors import SpecError
from state.plan_records import PhasePlan
from state.plans import dump_plan, load_plan
from state.records import Json, NewItem, Role
from state.spec import parse_job, spec_digest
from state.status import JobStatus
from tests.fakes.provider_server import ProviderServer
from tests.invoices import assert_books
from tests.jobs import make_job
from tests.talks import asked, item_of, judged, play, score, start
from tests.test_fitting import TEXT as LONG
from tests.test_fitting import cutting, talk
from tests.test_plan import compiled

SCENE = """\
Herr Settembrini blieb vor dem Berghof stehen. „Sie kennen Anna Karenina?“, fragte er.

Castorp kannte Anna nicht; er sah Settembrinis Hut an und dachte an Frau Chauchat."""

GOOD = """\
Mr. Settembrini stopped in front of the Berghof. “Do you know Anna Karenina?” he asked.

Castorp did not know Anna; he looked at Settembrini's hat and thought of Madame Chauchat."""

NAMES: dict[str, Json] = {
    "Herr Settembrini": "Mr. Settembrini",
    "Frau Chauchat": "Madame Chauchat",
    "Anna Karenina": "Anna Karenina",
    "Anna": "Anna",
    "Berghof": "Berghof",
    "Hofrat Behrens": "Director Behrens",
}


def translating(names: Json = NAMES, **keys: Json) -> PhasePlan:
    """The plan of one phase that translates into English by a glossary."""
    phase: dict[str, Json] = {"name": "Into English", "task_type": "translation", "glossary": names, **keys}
    return compiled({"name": "Scenes", "phases": [phase]}).phases[0]


def request(text: str, names: Json = NAMES) -> Ask:
    """What the phase asks for a text first."""
    return asked(start(translating(names), item_of(text)))


def missing(output: str, content: str, pairs: Mapping[str, str], target: str) -> str | None:
    """What the check tells the model."""
    phase = translating({**pairs}, target_language=target)
    fault = run_check("glossary", output, content, phase)
    return None if fault is None else fault.told


# ── the request ─────────────────────────────────────────────────────────────────────────────────


def test_a_request_has_the_names_of_its_item_behind_the_shared_part() -> None:
    """Those and no other, and before the item; the shared part is that of a phase without a glossary."""
    ask = request(SCENE)
    (message,) = ask.request.messages
    lines = [line for line in message.content.splitlines() if "→" in line]
    assert lines == [
        "- Anna → Anna",
        "- Anna Karenina → Anna Karenina",
        "- Berghof → Berghof",
        "- Frau Chauchat → Madame Chauchat",
        "- Herr Settembrini → Mr. Settembrini",
    ]
    assert message.content.startswith("<glossary>")
    assert message.content.endswith(f"</glossary>\n\n<document>\n{SCENE}\n</document>")
    assert ask.request.system == request(SCENE, None).request.system


def test_a_glossary_that_grows_changes_the_requests_of_the_items_that_its_new_names_touch() -> None:
    """And no other, neither by its order nor by its first entry, and a list is a mapping of each name to itself."""
    texts = ("Anna sprach.", "Der Hofrat schwieg.", "Niemand kam.")
    before = [request(text, ["Anna"]).digest for text in texts]
    grown = [request(text, {"Hofrat": "Director", "Anna": "Anna"}).digest for text in texts]
    assert [old == new for old, new in zip(before, grown, strict=True)] == [True, False, True]
    assert request(texts[2], None).digest == grown[2]
    assert request(texts[0], None).digest != grown[0]
    assert request(texts[0], {"Anna": "Anna", "Hofrat": "Director"}).digest == grown[0]
    assert request(texts[0], {"Anna": "Hannah"}).digest != grown[0]


def test_why_names_the_glossary() -> None:
    """It is a part of its own, of the items that have one of its names, and of their judges."""
    assert "glossary" in request(SCENE).components
    assert "glossary" not in request("Niemand kam.").components
    asks, checkpoint = play(start(judged(translating()), item_of(SCENE)), _judged)
    assert checkpoint.ok
    (judge,) = [ask for ask in asks if ask.role is Role.JUDGE]
    assert judge.components["glossary"] == asks[0].components["glossary"]


def test_the_judge_is_told_of_the_glossary_with_the_instructions() -> None:
    """It stands in what the judge judges by, and not among the material that it must not obey."""
    asks, _ = play(start(judged(translating()), item_of(SCENE)), _judged)
    (judge,) = [ask for ask in asks if ask.role is Role.JUDGE]
    brief = judge.request.system.partition("<brief>")[2].partition("</brief>")[0]
    assert "- Herr Settembrini → Mr. Settembrini" in brief
    assert "Hofrat Behrens" not in brief
    assert "→" not in judge.request.messages[0].content


def _judged(ask: Ask) -> str:
    return score(9) if ask.role is Role.JUDGE else GOOD


def test_names_in_the_fields_that_a_prompt_reads_count() -> None:
    """All that the model reads of the item is looked through, and nothing else of it."""
    phase = translating(prompt={"user": "{{title}}: {{content}}"})
    ask = asked(start(phase, item_of("Nichts.", fields={"title": "Anna", "note": "Berghof"})))
    assert [line for line in ask.request.messages[0].content.splitlines() if "→" in line] == ["- Anna → Anna"]


def test_an_input_that_is_cut_leaves_room_for_its_names() -> None:
    """The names are part of what the smallest window must hold."""
    names = tuple((f"Ships carry most {'of the ' * (n % 2)}x{n}", "y" * 200) for n in range(40))
    text = " ".join(name for name, _ in names) + f" {LONG}"
    ask = asked(talk(cutting(glossary=names), text))
    assert ask.request.messages[0].content.count("→") == len(names)
    assert 3_600 < needed_tokens(ask.request) <= 4_000
    state = talk(judged(cutting(glossary=names)), text, premium=20_000, fast=20_000, judge=9_000)
    asks, _ = play(state, lambda ask: score(9) if ask.role is Role.JUDGE else "A mill. " * 200)
    (judge,) = [ask for ask in asks if ask.role is Role.JUDGE]
    assert 7_500 < needed_tokens(judge.request) <= 9_000


def test_the_words_of_a_glossary_stay_as_they_are() -> None:
    """They are part of requests that were answered: a release that changes them asks all of them again."""
    assert request("Anna kam.", ["Anna"]).request.messages[0].content == (
        "<glossary>\nThese names and terms are settled. Write each as it stands behind its arrow wherever the document "
        "has it, in the form that the grammar of the sentence asks for:\n- Anna → Anna\n</glossary>\n\n"
        "<document>\nAnna kam.\n</document>"
    )


# ── which names an item has ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("names", "text", "sure", "perhaps"),
    [
        (["Anna"], "Johanna und Anna-Lena und Annabel", [], ["Anna"]),
        (["Anna"], "Vanna", [], []),
        (["Anna"], "_Anna_ sprach", ["Anna"], []),
        (["Anna", "Anna Karenina"], "Anna\nKarenina", ["Anna Karenina"], []),
        (["Anna", "Anna Karenina"], "Anna Karenina und Anna", ["Anna", "Anna Karenina"], []),
        (["Anna", "Anna Karenina"], "Anna Kareninas Kleid", [], ["Anna Karenina"]),
        (["York", "New York"], "in New York", ["New York"], []),
        (["Settembrini"], "Settembrinis Hut", [], ["Settembrini"]),
        (["Settembrini"], "SETTEMBRINI", [], ["Settembrini"]),
        (["Анна"], "он видел Анну", [], ["Анна"]),
        (["May", "Mark"], "it may mark", [], []),
        (["lease"], "Lease of a lease", ["lease"], []),
        (["D'Artagnan"], "D’Artagnan kam", ["D'Artagnan"], []),
        (["Jose\u0301"], "Jos\u00e9 kam", ["Jose\u0301"], []),
        (["C++", "Mr. X"], "Mr. X schreibt C++.", ["C++", "Mr. X"], []),
        (["东京", "东京都"], "他在东京都", ["东京都"], []),
        (["东京", "Anna"], "他和Anna在东京说话", ["Anna", "东京"], []),
        (["アンナ"], "ジョアンナ", [], []),
        (["アンナ"], "アンナは来た", ["アンナ"], []),
        (["안나"], "안나가 왔다", ["안나"], []),
        (["แอนนา"], "ฉันเห็นแอนนาแล้ว", ["แอนนา"], []),
        (["أحمد"], "قال أحمد", ["أحمد"], []),
        (["अन्ना"], "अन्ना ने कहा", ["अन्ना"], []),
    ],
)
def test_names_are_found_as_whole_words_the_longest_first(
    names: list[str], text: str, sure: list[str], perhaps: list[str]
) -> None:
    """A name is there for sure as it is written; with another ending perhaps, which puts it into the request alone."""
    here = found(tuple((name, name) for name in names), text)
    assert sorted(one.pair[0] for one in here if one.is_sure) == sorted(sure)
    assert sorted(one.pair[0] for one in here if not one.is_sure) == sorted(perhaps)


# ── the check ───────────────────────────────────────────────────────────────────────────────────


def test_a_translation_with_the_names_of_the_glossary_passes() -> None:
    """With a genitive, and with a name of the glossary that the scene does not have."""
    verdict = examine(translating(), GOOD, SCENE)
    assert (verdict.output, verdict.faults) == (GOOD, ())


@pytest.mark.parametrize(
    ("bad", "names"),
    [
        (GOOD.replace("Mr. Settembrini", "Herr Settembrini"), ['"Mr. Settembrini"']),
        (GOOD.replace("Madame Chauchat", "Mrs. Chauchat").replace("Berghof", "mountain farm"),
         ['"Berghof"', '"Madame Chauchat"']),
        (GOOD.replace("Anna Karenina", "Anna Karenin"), ['"Anna Karenina"']),
    ],
    ids=["left as it was", "translated", "spelled otherwise"],
)  # fmt: skip
def test_a_translation_with_other_names_is_rejected_by_name(bad: str, names: list[str]) -> None:
    """A title left in German, two names translated in a way of the model's own, and another spelling."""
    verdict = examine(translating(), bad, SCENE)
    assert verdict.failure_class is FailureClass.CHECK_FAILED
    (fault,) = verdict.faults
    assert fault.shown.startswith("the check glossary failed: ")
    assert fault.shown.endswith(f"missing: {', '.join(names)}")
    assert all(name in fault.told for name in names)
    assert examine(translating(checks={"glossary": False}), bad, SCENE).faults == ()


@pytest.mark.parametrize(
    ("target", "output", "language"),
    [
        ("Mr. Settembrini", "Mr Settembrini’s hat", "English"),
        ("Anna", "ANNA", "English"),
        ("lease agreement", "The Lease Agreement", "English"),
        ("company", "the companies", "English"),
        ("The Hague", "a Hague court", "English"),
        ("Jean-Paul", "Jean Paul", "French"),
        ("Herr Settembrini", "mit Herrn Settembrinis Hut", "German"),
        ("Rotes Kreuz", "beim Roten Kreuz", "German"),
        ("Der Zauberberg", "im Zauberberg", "German"),
        ("Goethe", "das Goethehaus", "German"),
        ("Anna Karenina", "o Annie Kareninie", "Polish"),
        ("Kraków", "w Krakowie", "Polish"),
        ("Wisła", "nad Wiśle", "Polish"),
        ("Pavel", "Pavlovi", "Czech"),
        ("Praha", "v Praze", "Czech"),
        ("Лев Толстой", "Льва Толстого", "Russian"),
        ("Пётр", "Петра", "Russian"),
        ("Helsinki", "Helsingissä", "Finnish"),
        ("Anna", "Annának", "Hungarian"),
        ("Κώστας", "του Κώστα", "Greek"),
        ("contratto di locazione", "i contratti di locazione", "Italian"),
        ("安娜·卡列尼娜", "安娜卡列尼娜说", "Chinese"),
        ("アンナ", "アンナが", "Japanese"),
        ("안나", "안나에게는", "Korean"),
        ("أحمد", "وأحمد", "Arabic"),
        ("Anna", "Anny", "Klingon"),
        ("Anna", "Önnu", "Icelandic"),
    ],
)
def test_a_name_may_be_inflected(target: str, output: str, language: str) -> None:
    """As the target language does it, of which an unknown one may do whatever some language does."""
    assert missing(output, "Name", {"Name": target}, language) is None


@pytest.mark.parametrize(
    ("target", "output", "language"),
    [
        ("Mr. Settembrini", "Mister Settembrini", "English"),
        ("Settembrini", "Setembrini", "German"),
        ("Anna", "Hannah", "English"),
        ("Anna", "Joanna", "Polish"),
        ("Dvořák", "Dvorak", "English"),
        ("Anna Karenina", "Anna Karenin", "English"),
        ("Rotes Kreuz", "Blaues Kreuz", "German"),
        ("Kraków", "Cracow", "Polish"),
        ("安娜", "安妮", "Chinese"),
        ("Olga", "Oldze", "Czech"),
    ],
)
def test_another_name_is_no_inflection(target: str, output: str, language: str) -> None:
    """Another spelling, another form of address, another name that holds it; and one that is, but too far off."""
    said = missing(output, "Name", {"Name": target}, language)
    assert said is not None
    assert f'"{target}" (for "Name")' in said


@pytest.mark.parametrize(
    "content",
    ["nameless", "an address: https://example.org/Name/x", "`Name`", "<a Name='x'>y</a>", "Name-Day", "Names"],
)
def test_a_name_that_is_not_surely_there_is_not_asked_for(content: str) -> None:
    """In an address, in code, in a tag, as part of another word, with another ending."""
    assert missing("nichts", content, {"Name": "Nom"}, "French") is None


def test_what_the_prompt_does_not_read_is_not_asked_for() -> None:
    """A prompt of one's own may leave the content out."""
    phase = translating(prompt={"user": "{{title}}"})
    assert run_check("glossary", "nothing", SCENE, phase) is None


def test_few_of_many_missing_names_are_told() -> None:
    """The request does not grow with the damage."""
    pairs = {f"Name{n:03d}": f"Nom{n:03d}" for n in range(30)}
    said = missing("rien", " ".join(pairs), pairs, "French")
    assert said is not None
    assert said.startswith('30 names of the glossary are missing: "Nom000" (for "Name000"), ')
    assert '"Nom007" (for "Name007") and 22 more.' in said


def test_hostile_texts_and_large_glossaries_take_no_time() -> None:
    """A thousand names, and texts that are nothing but the beginnings of names."""
    pairs = tuple((f"Anna{n} Name", "x") for n in range(997))
    pairs += (("Anna", "Anna"), ("Anna Karenina", "Anna Karenina"), ("A", "A"))
    phase = replace(translating(), glossary=pairs, target_language="Polish")
    for text in ("Anna" * 50_000, "Anna " * 20_000, f"Anna{' ' * 200_000}", "A" * 200_000, "é" * 100_000):
        began = time.perf_counter()
        run_check("glossary", text, text, phase)
        assert time.perf_counter() - began < 10


# ── the job file ────────────────────────────────────────────────────────────────────────────────


def spec_of(glossary: Json) -> Json:
    """A job file with that glossary."""
    return {"name": "n", "phases": [{"name": "p", "task_type": "translation", "glossary": glossary}]}


def test_a_list_is_a_mapping_of_each_name_to_itself() -> None:
    """The same job, whichever way it is written."""
    listed, mapped = (
        parse_job(spec_of(["B", "A"]), source="job"),
        parse_job(spec_of({"A": "A", "B": "B"}), source="job"),
    )
    assert spec_digest(listed) == spec_digest(mapped)
    assert translating(["B", "A"]).glossary == (("A", "A"), ("B", "B"))


def test_a_plan_keeps_its_glossary() -> None:
    """It is stored with the job; a plan from before there were any has none, and a phase without one has no check."""
    plan = compiled({"name": "n", "phases": [{"name": "p", "task_type": "translation", "glossary": {"a": "b"}}]})
    assert load_plan(dump_plan(plan)) == plan
    old = load_plan(dump_plan(plan).replace('"glossary":[["a","b"]],', ""))
    assert old.phases[0].glossary == ()
    assert "glossary" in [check.name for check in plan.phases[0].checks]
    assert "glossary" not in [check.name for check in translating(None).checks]


@pytest.mark.parametrize(
    ("glossary", "told"),
    [
        ({}, "phases[0].glossary: is empty; give at least one name, or leave the key out"),
        ("names.csv", "phases[0].glossary: expected a mapping of names, or a list of names that stay as they are"),
        ({"a": ""}, "phases[0].glossary.a: is empty; give the name as it is to be written"),
        ({" ": "b"}, 'phases[0].glossary." ": is empty'),
        ({"a": None}, "phases[0].glossary.a: expected a name, got null"),
        ({"a": 5}, "phases[0].glossary.a: expected a name, got 5"),
        (["a", {"b": "c"}], "phases[0].glossary[1]: expected a name, got a mapping; where names change, write the"),
        (["a", "a"], "phases[0].glossary[1]: 'a' stands twice"),
        (["Jos\u00e9", "Jose\u0301"], "stands twice"),
        ({"a": "b" * 201}, "phases[0].glossary.a: has a name of 201 characters, the most are 200"),
        ({"a" * 201: "b"}, "has a name of 201 characters, the most are 200"),
        ({"a": "b\nc"}, "phases[0].glossary.a: holds a control character"),
        ({"a ": "b"}, "begins or ends with a space"),
        ({"a": "—"}, "phases[0].glossary.a: '—' has no letter and no digit"),
        ([f"n{n}" for n in range(1001)], "phases[0].glossary: has 1001 names, the most are 1000"),
    ],
)
def test_a_wrong_glossary_is_told_with_its_place(glossary: Json, told: str) -> None:
    """What is wrong, where, and what would be right, before anything is stored."""
    with pytest.raises(SpecError) as caught:
        parse_job(spec_of(glossary), source="job")
    assert told in "\n".join(map(str, caught.value.problems))


def test_only_a_translation_has_a_glossary() -> None:
    """Another task type says so, and what to do."""
    with pytest.raises(SpecError, match="chat does not read it; translation does: leave it out, or say that") as caught:
        compiled({"name": "n", "phases": [{"name": "p", "task_type": "chat", "glossary": ["a"]}]})
    assert caught.value.path == "phases[0].glossary"


# ── through the engine ──────────────────────────────────────────────────────────────────────────


def test_a_glossary_through_the_engine(
    sqlite_url: str, provider: ProviderServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wrong name is asked for again by name; a second job with a name more asks for the one item that has it."""
    told = 'a name of the glossary is missing: "Mr. Settembrini" (for "Herr Settembrini")'
    provider.behave(
        [
            {"do": "text", "text": GOOD, "contains": told},
            {"do": "text", "text": GOOD.replace("Mr. ", "Herr "), "contains": "Herr Settembrini →"},
            {"do": "text", "text": "Nobody came to the Tower.", "contains": "Turm"},
            {"do": "bad_request"},
        ]
    )
    items = [NewItem("scene", SCENE, {}), NewItem("tower", "Niemand kam zum Turm.", {})]

    def run(names: dict[str, Json]) -> list[list[str]]:
        phase: dict[str, Json] = {"name": "do", "task_type": "translation", "model": "openai/gpt-6-luna"}
        made = make_job(sqlite_url, tmp_path, provider, items=items, phases=[phase | {"glossary": names}])
        assert made.into(monkeypatch).run().status is JobStatus.COMPLETED
        provider.wait_idle()
        with closing(made.opened()) as state:
            assert_books(state, provider.invoice())
        with BatchJobs(made.place.url, made.place.workspace, Config()) as jobs:
            attempts: Json = jobs.why(made.job_id, "tower")["phases"][0]["attempts"]  # type: ignore[index, call-overload]
        return [attempt["changed"] for attempt in attempts]  # type: ignore[index, union-attr, call-overload, misc]

    assert run({**NAMES}) == [["first time"]]
    assert provider.stats()["total"] == 3
    assert run({**NAMES, "Turm": "Tower"}) == [["glossary"]]
    assert provider.stats()["total"] == 4
