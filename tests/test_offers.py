"""What models cost and who can be asked, and what is said of a name that nobody knows."""

from __future__ import annotations

import pytest

from pipelines.offers import prices
from state.config import Config
from state.errors import ConfigError

CONFIG = Config.model_validate({
    "providers": {"mine": {"base_url": "http://127.0.0.1:1/v1"}},
    "prices": {"mine/some-model": {"input": "1", "output": "2"}},
})  # fmt: skip


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("gpt-6-luna", "openai/gpt-6-luna"),
        ("some-model", "mine/some-model"),
        ("openai/gpt-6-lunna", "openai/gpt-6-luna"),
        ("mine/sume-model", "mine/some-model"),
    ],
)
def test_a_model_that_may_be_meant_is_named(name: str, meant: str) -> None:
    """A model without its provider, or with a slip, is an error that names the one that is meant."""
    with pytest.raises(ConfigError, match=f"no price is known for the model {name}") as caught:
        prices(CONFIG, name)
    assert caught.value.hint == f"did you mean {meant}?"
    assert [row["model"] for row in prices(CONFIG, meant)] == [meant]


def test_a_model_that_nobody_means_can_be_priced() -> None:
    """A name that is like no other is an error that says how to add its price."""
    with pytest.raises(ConfigError) as caught:
        prices(CONFIG, "house/quite-another-thing")
    assert '[prices."house/quite-another-thing"]' in str(caught.value.hint)
