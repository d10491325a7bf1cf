"""Lanes fall evenly on the slots of a cluster; that Flink reckons as we do is seen on a real one (test_flink.py)."""

from __future__ import annotations

from collections import Counter

import pytest

from transforms.lane_keys import lane_key, slot_of


@pytest.mark.parametrize("slots", [1, 2, 3, 4, 5, 7, 16, 64])
def test_each_slot_gets_as_many_lanes_as_any_other(slots: int) -> None:
    """Two lanes a slot, each with a key of its own."""
    keys = [lane_key(lane, slots) for lane in range(2 * slots)]
    assert len(set(keys)) == 2 * slots
    assert set(Counter(slot_of(key, slots) for key in keys).values()) == {2}


def test_numbers_alone_fall_on_few_slots() -> None:
    """As it was seen on Flink 1.19: four lanes on one of two slots, and eight on three of four."""
    assert {slot_of(str(lane), 2) for lane in range(4)} == {1}
    assert Counter(slot_of(str(lane), 4) for lane in range(8)) == {0: 4, 1: 3, 3: 1}


def test_without_slots_a_lane_is_its_number() -> None:
    """On this machine nothing is spread."""
    assert [lane_key(lane, 1) for lane in range(3)] == ["0", "1", "2"]
