"""What a long-running command does with its process."""

import gc
from collections.abc import Iterator

import pytest

from bot.cli import process


@pytest.fixture
def restored_collector() -> Iterator[None]:
    """Leave the garbage collector to the other tests as it was."""
    thresholds = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*thresholds)


@pytest.mark.usefixtures("restored_collector")
def test_what_is_there_when_all_is_up_is_left_alone_and_what_comes_later_is_collected() -> None:
    there: list[list[object]] = [[] for _ in range(1_000)]
    process.settle()
    assert gc.get_freeze_count() > len(there)
    assert gc.isenabled()

    loop: list[object] = []
    loop.append(loop)
    assert any(each is loop for each in gc.get_objects())
    assert not any(each is there for each in gc.get_objects())
