"""One measurement in a process of its own, so that memory and processor time are its alone; prints one JSON line."""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import time
from pathlib import Path

from benchmarks.jobs import MODEL, WORDS, embedding_plan, long_plan, make_job, measure, place_in, plan_of, point_at


def main() -> None:
    """Measure what the arguments say."""
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["run", "embed", "caching", "loop", "state", "status", "documents"])
    parser.add_argument("--base-url", default="")
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--url")
    parser.add_argument("--job")
    parser.add_argument("--items", type=int, default=2000)
    parser.add_argument("--phases", type=int, default=3)
    parser.add_argument("--concurrency", type=int, default=50)
    parser.add_argument("--model", default=MODEL)
    given = parser.parse_args()
    if given.base_url:
        point_at(given.base_url)
    if given.what == "loop":
        print(json.dumps(asyncio.run(bare_loop(given.base_url, given.items, given.phases, given.concurrency))))
        return
    place = place_in(given.folder, given.url)
    if given.what == "state":
        from benchmarks.state import measure_state  # noqa: PLC0415  # needs no Beam

        print(json.dumps(measure_state(place, given.items, given.phases)))
        return
    if given.what == "status":
        from benchmarks.status import measure_status  # noqa: PLC0415  # needs no Beam

        print(json.dumps(measure_status(place, given.items)))
        return
    if given.what == "documents":
        from benchmarks.documents import measure_documents  # noqa: PLC0415  # needs no Beam

        print(json.dumps(measure_documents(place, given.items)))
        return
    plan = embedding_plan() if given.what == "embed" else plan_of(given.phases)
    if given.what == "caching":
        plan = long_plan(given.model)
    job_id = given.job or make_job(place, given.items, given.concurrency, plan)
    print(json.dumps({**measure(place, job_id).document(), "job_id": job_id}))


async def bare_loop(base_url: str, items: int, phases: int, workers: int) -> dict[str, float]:
    """No engine at all: workers over the SDK's ordinary call, nothing written down."""
    import openai  # noqa: PLC0415  # loaded by `point_at`

    client = openai.AsyncOpenAI(base_url=f"{base_url}/v1", api_key="loopback", max_retries=0)
    todo = iter(range(items))
    started = time.monotonic()

    async def work() -> None:
        for number in todo:
            said = f"Note {number}. {WORDS * 3}"
            for phase in range(phases):
                reply = await client.chat.completions.create(
                    model="gpt-6-luna",
                    messages=[
                        {"role": "system", "content": f"Step {phase + 1}. Answer what you are asked."},
                        {"role": "user", "content": said},
                    ],
                    max_completion_tokens=1000,
                )
                said = reply.choices[0].message.content or ""

    await asyncio.gather(*(work() for _ in range(workers)))
    seconds = time.monotonic() - started
    await client.close()
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "seconds": round(seconds, 3),
        "cpu_s": round(usage.ru_utime + usage.ru_stime, 3),
        "rss_mb": round(usage.ru_maxrss / 1024, 1),
        "calls": items * phases,
    }


if __name__ == "__main__":
    main()
