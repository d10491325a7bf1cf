"""A job's page shows the figures of its sums, loads nothing, and takes no word of anybody's for markup."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.page_analytics import analytics_page
from pipelines.page_charts import steps, time_text
from pipelines.page_figures import money
from state.analytics_view import Analytics, FailureClassCount, ModelSums, PhaseSums, Slot, StatusSums, Tokens
from state.job_times import SLOTS
from state.latencies import NO_DURATIONS, Durations
from state.money import usd_text
from state.records import ZERO
from state.status import CallStatus, JobStatus
from tests.commands import folder, typed
from tests.fakes.provider_server import ProviderServer
from tests.test_screen import HOSTILE, a_view, control_characters

START = datetime(2026, 11, 1, 8, tzinfo=UTC)
VOID = frozenset({"meta", "br", "path", "rect", "polygon", "input"})
MARKUP = "</td></title><script>alert(1)</script><img src=x onerror=alert(1)>\"'><svg/onload=alert(1)>&lt;b&gt; `code`"
RIGHT_TO_LEFT = "تلخيص المقالات \u202e hidden"
SHOWN = RIGHT_TO_LEFT.replace("\u202e", "\ufffd")
"""The same as it is shown: what turns the text around it is no word."""


@dataclass
class Page(HTMLParser):
    """The parts of a page; a tag that is not closed, or closed elsewhere, is an error."""

    tags: list[str] = field(default_factory=list)
    attributes: list[tuple[str, str | None]] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    text: str = ""
    open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that begins."""
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th") and self.rows:
            self.rows[-1].append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that ends where it begins."""
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        """Note that an element ends, the one that is open."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Keep the text, and that of cells by row."""
        self.text += data
        if {"td", "th"} & set(self.open):
            self.rows[-1][-1] += data


def read(page: str) -> Page:
    """The parts of a page that is whole."""
    found = Page()
    found.feed(page)
    found.close()
    assert found.open == []
    return found


def a_phase(name: str, number: int = 0) -> PhaseSums:
    """A phase that did something of everything."""
    return PhaseSums(
        name=name, cost=Decimal("1.25"), judge=Decimal("0.5"), calls=120, limited=10, completed=90, failed=10, again=9,
        wasted={"retries": Decimal("0.1"), "invalid": ZERO, "unknown": ZERO, "stale": ZERO, "failed": Decimal("0.02")},
        tokens=Tokens(12_000, 3_400, 100), waits=Durations(100, 1_234.5, 1_200, 2_300, 61_000),
        spread={0: 1, 900: 40, 1_200: 50, 61_000: 9}, scores={7: 30, 9: 60} if number % 2 == 0 else {}, min_score=7,
    )  # fmt: skip


def a_job(names: Sequence[str] = ("draft", "rate"), **changes: object) -> Analytics:
    """The sums of a job of two hours."""
    phases = tuple(a_phase(name, number) for number, name in enumerate(names))
    total = sum((phase.cost for phase in phases), ZERO)
    models = tuple(ModelSums(f"openai/{one.name}", Decimal("1.25"), 120, 10, one.tokens) for one in phases)
    slots = tuple(
        Slot(tuple(phase.cost / SLOTS for phase in phases), 2 * len(phases), len(phases) if slot < 10 else 0, 2)
        for slot in range(SLOTS)
    )
    why = FailureClassCount("low_score", 10, "doc-7: below 7", ((phases[0].name, 10),) if phases else ())
    found = Analytics(
        total=total, phases=phases, models=models, tokens=Tokens(24_000, 6_800, 200), completed_items=90,
        statuses=(StatusSums("ok", 110, total), StatusSums("limited", 10, ZERO)), failed_items=10, by_class=(why,),
        item_times=Durations(100, 2_000.0, 1_900, 4_000, 9_000), start=START,
        end=START + timedelta(hours=2), worked_s=7_200.0, slots=slots, hints=("look at `batchwright results job_1`",),
    )  # fmt: skip
    return replace(found, **changes)  # type: ignore[arg-type]


NOTHING = a_job(
    (), total=ZERO, models=(), statuses=(), tokens=Tokens(), item_times=NO_DURATIONS, completed_items=0, failed_items=0,
    by_class=(), end=START, worked_s=0.0, slots=(Slot((), 0, 0, 0),) * SLOTS, hints=(),
)  # fmt: skip


def page_of(found: Analytics, **changes: object) -> str:
    """The page of a job with these sums."""
    return analytics_page(a_view(**changes), found, START + timedelta(days=1))


def test_the_page_shows_the_figures_of_the_sums() -> None:
    """Money, time, scores, failures and hints stand there as `Analytics` has them, and the ledger to the last digit."""
    found = a_job()
    page = read(page_of(found))
    assert ["ok", "110", "$2.50", "answered"] in page.rows
    assert ["all", "120", f"${usd_text(found.total)}", ""] in page.rows
    assert ["draft", "100", "1.23 s", "1.2 s", "2.3 s", "1:01"] in page.rows
    assert ["draft", "$1.25", "50.0 %", "$0.5000", "$0.1200", "120"] in page.rows
    assert ["openai/rate", "$1.25", "120", "10", "12,000", "0.8 %", "3,400"] in page.rows
    assert ["retries", "$0.2000", "8.0 %", "further attempts that were answered"] in page.rows
    assert ["low_score", "10", "draft: 10", "doc-7: below 7"] in page.rows
    assert ["9", "60"] in page.rows
    assert ["10 min", "$0.1042", "$0.1042", "$0.2083"] in page.rows
    assert "look at batchwright results job_1" in page.text
    assert "Made 2026-11-02 08:00:00 UTC by Batchwright 0.1.0" in page.text
    assert page.tags.count("svg") >= 7


def test_the_page_loads_nothing() -> None:
    """No address, no script, no picture of elsewhere; and a policy that would forbid them."""
    text = page_of(a_job(("draft", "rate")))
    page = read(text)
    assert not {"script", "link", "img", "iframe", "object", "embed", "form", "a", "base", "use"} & set(page.tags)
    assert not {"src", "href", "srcset", "style", "action"} & {name for name, _ in page.attributes}
    assert not re.search(r"https?:|//|@import|url\(", text)
    assert ("content", "default-src 'none'; style-src 'unsafe-inline'") in page.attributes


@pytest.mark.parametrize("hostile", [MARKUP, HOSTILE, RIGHT_TO_LEFT, "x" * 500, "`", "&amp;"])
def test_no_word_of_anybody_is_markup(hostile: str) -> None:
    """Names, classes, messages and models come out as the words that they are: the page's tags stay the same."""
    plain, tried = a_job(), a_job((hostile, "rate"))
    failed = replace(tried.by_class[0], failure_class=hostile, example=hostile)
    tried = replace(tried, by_class=(failed,), hints=(f"{hostile} costs all",))
    same = replace(plain, hints=("nothing",))
    found, wanted = read(page_of(tried, name=hostile, project=hostile)), read(page_of(same))
    assert [tag for tag in found.tags if tag != "code"] == [tag for tag in wanted.tags if tag != "code"]
    assert {name for name, _ in found.attributes} == {name for name, _ in wanted.attributes}
    assert control_characters(found.text) == set()
    assert ("pwn" if hostile == HOSTILE else hostile.replace(RIGHT_TO_LEFT, SHOWN)) in found.text


def test_a_name_from_right_to_left_turns_nothing_around_it() -> None:
    """Each one stands in an element of its own, which ends its direction."""
    text = page_of(a_job((RIGHT_TO_LEFT, "rate")), name=RIGHT_TO_LEFT, project=RIGHT_TO_LEFT)
    in_body = text.partition("<body>")[2]
    assert in_body.count(SHOWN) >= 8
    there = in_body.count(f"<bdi>{SHOWN}</bdi>") + in_body.count(f"<bdi>openai/{SHOWN}</bdi>")
    assert there == in_body.count(SHOWN)


def test_a_hint_with_such_a_name_reads_on() -> None:
    """Its sentence is ours: a character that would turn what follows it is replaced."""
    text = page_of(a_job(hints=(f"{RIGHT_TO_LEFT} costs 55 % of the job",)))
    assert "\u202e" not in text
    assert "hidden costs 55 % of the job" in text


def test_a_job_that_was_free_shows_no_picture_of_money() -> None:
    """A local model's calls cost nothing: it says so."""
    phases = tuple(replace(a_phase(name), cost=ZERO, judge=ZERO, wasted=NOTHING.wasted) for name in ("draft", "rate"))
    text = page_of(a_job(phases=phases, total=ZERO))
    assert "Nothing was paid." in text
    assert "Cost over time" not in text
    assert "–  of" not in text


@pytest.mark.parametrize("status", list(JobStatus))
def test_a_job_without_a_call_has_a_page(status: JobStatus) -> None:
    """It says so, with no picture of nothing and no division by it."""
    page = read(page_of(NOTHING, status=status, started_at=None, completed_at=None))
    assert "No call was made" in page.text
    assert ("svg" in page.tags, str(status) in page.text) == (False, True)
    assert not re.search(r"\bnan\b|\binf\b|None", page.text)


def test_a_job_of_one_call_has_a_page() -> None:
    """All in one slot of almost no length, one latency, one score."""
    slots = (*(Slot((ZERO,), 0, 0, 0),) * (SLOTS - 1), Slot((Decimal("0.00001"),), 1, 0, 1))
    phase = PhaseSums(
        "only", cost=Decimal("0.00001"), wasted=dict.fromkeys(a_phase("a").wasted, ZERO), calls=1, completed=1,
        waits=Durations(1, 0.0, 0, 0, 0), spread={0: 1}, scores={1: 1}, min_score=1,
    )  # fmt: skip
    found = a_job(("only",), phases=(phase,), slots=slots, end=START, worked_s=0.0, total=phase.cost)
    page = read(page_of(found))
    assert "$0.00001" in page.text
    assert not re.search(r"\bnan\b|\binf\b|None", page.text)


def test_ten_phases_of_long_names_make_a_small_page() -> None:
    """Below 300 kB, whatever the number of calls: a page holds sums."""
    names = [f"{number} {'A phase whose name goes on and on ' * 6}".strip() for number in range(10)]
    hints = tuple(f"{name} costs much: do this" for name in names)
    text = page_of(a_job(names, hints=hints))
    assert len(text.encode()) < 300_000
    page = read(text)
    assert all(name in page.text for name in names)
    colours = {value for name, value in page.attributes if name == "class" and value and value.startswith("fill k")}
    assert len(colours) == 10


def test_every_picture_has_words_and_a_table() -> None:
    """Who sees no picture is told what it shows, and finds its figures."""
    text = page_of(a_job())
    pictures = re.findall(r"<svg viewBox=[^>]*role=\"img\" aria-label=\"([^\"]+)\"><title>", text)
    assert len(pictures) == 6
    assert all(len(said) > 15 for said in pictures)
    assert text.count("<details>") == 4


def test_each_status_of_a_call_is_explained() -> None:
    """The ledger's table has a row for each that came."""
    found = a_job(statuses=tuple(StatusSums(status, 1, ZERO) for status in CallStatus))
    page = read(page_of(found))
    assert {status.value for status in CallStatus} <= {row[0] for row in page.rows if len(row) == 4 and row[3]}


@given(st.floats(1e-9, 1e12))
def test_marks_of_an_axis_reach_over_the_figures(most: float) -> None:
    """From 0 on, evenly, at most six of them, the last at or above the highest figure."""
    marks = steps(most)
    assert marks[0] == 0
    assert marks[-1] >= most * 0.999
    assert 2 <= len(marks) <= 6
    assert marks[-2] < most


def test_figures_have_as_many_places_as_say_something() -> None:
    """Money and lengths of time, from the smallest to the largest."""
    assert [money(Decimal(one)) for one in ("0", "1234.567", "0.0123456", "0.000002", "1")] == [
        "$0.00", "$1,234.57", "$0.0123", "$0.000002", "$1.00",
    ]  # fmt: skip
    assert [time_text(one) for one in (0, 0.25, 1, 59, 60, 5400, 86_400)] == [
        "0", "250 ms", "1 s", "59 s", "1 min", "1.5 h", "1 d",
    ]  # fmt: skip


# ── the command ─────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, provider: ProviderServer) -> Path:
    """A working folder with a job that has run."""
    monkeypatch.chdir(folder(tmp_path / "here"))
    monkeypatch.setenv("OPENAI_API_KEY", "any")
    monkeypatch.setenv("OPENAI_BASE_URL", provider.openai_url)
    assert typed("run", "job.yaml", "--items", "items.jsonl", "--quiet").code == 0
    return tmp_path / "here"


def test_the_command_writes_a_page_of_what_it_prints(here: Path) -> None:
    """Into a file, which is overwritten, or to stdout; its figures are those of --json."""
    said = typed("analytics", "last", "--html", "out.html")
    assert (said.code, said.out) == (0, "")
    assert said.err == "out.html: one page, which any browser opens\nnext: batchwright export last out\n"
    page = read((here / "out.html").read_text("utf-8"))
    total = typed("analytics", "last", "--json").document["cost"]["total"]
    assert ["all", "4", f"${total}", ""] in page.rows
    (here / "out.html").write_text("old", "utf-8")
    typed("analytics", "last", "--html", "out.html")
    assert read((here / "out.html").read_text("utf-8")).rows == page.rows
    assert read(typed("analytics", "last", "--html", "-").out).rows == page.rows


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["--html", "."], 2, "--html: . is a folder, and a file is needed\n  name a file: analytics.html"),
        (["--html", "no/such/x.html"], 2, "--html: no/such/x.html: there is no folder no/such\n  make it"),
        (["--html", ""], 2, "--html: the name of the file is empty\n  name a file, or - for stdout"),
        (["--html", "job.yaml/x"], 2, "there is no folder job.yaml"),
        (["--html", "/proc/x.html"], 5, "/proc/x.html cannot be written: "),
        (["--html", "x" * 300], 5, "cannot be used: file name too long"),
    ],
)
def test_a_place_where_no_page_can_be_is_told(here: Path, arguments: list[str], code: int, told: str) -> None:
    """What is wrong with it, and what to name instead."""
    said = typed("analytics", "last", *arguments)
    assert (said.code, said.out) == (code, "")
    assert told in said.err


def test_a_page_and_json_are_two_forms(here: Path) -> None:
    """Asked for both, it says so and writes neither."""
    said = typed("analytics", "last", "--html", "out.html", "--json")
    assert said.code == 2
    assert "two forms of the same figures" in said.document["error"]["message"]
    assert not (here / "out.html").exists()
