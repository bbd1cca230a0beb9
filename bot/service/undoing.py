"""Taking one's last command back, in all the tasks that it changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec import Struct

from bot.service.changing import Changed, Changing, each
from bot.service.ports import Tasks
from bot.service.stimuli import Stimulus
from bot.tasks import undoing
from bot.tasks.errors import NothingToUndo, TaskError
from bot.tasks.events import Event
from bot.tasks.task import Change, Task


class UndoneTask(Struct, frozen=True, kw_only=True):
    """What became of one task: the change that was taken back and what of it was left, or the reason why not."""

    number: int
    changed: Changed | None = None
    undid: Change | None = None
    refusal: TaskError | None = None

    @property
    def kept(self) -> tuple[str, ...]:
        """The fields that others have changed since, and that were left alone."""
        if self.changed is None or self.undid is None:
            return ()
        return undoing.kept_fields(self.changed.change, self.undid)


@dataclass(frozen=True)
class Undoing:
    """The use case of undo."""

    tasks: Tasks
    changing: Changing

    async def undo(self, numbers: Sequence[int], stimulus: Stimulus) -> tuple[UndoneTask, ...]:
        """Take back the person's last change of these tasks, or of all those that their last command changed.

        Raises `NothingToUndo` where no numbers were given and nothing was changed lately.
        """
        wanted = dict.fromkeys(numbers) if numbers else await self._last_command(stimulus)
        undone: dict[int, Change] = {}

        async def undo_one(number: int) -> Changed:
            def transition(task: Task, *, by: str, **when: object) -> Event:
                change = _change_of(task, wanted[number]) or undoing.last_undoable(task, by=by)
                if change is None:
                    raise NothingToUndo
                undone[number] = change
                return undoing.undo(task, change, by=by, **when)  # type: ignore[arg-type]

            return await self.changing.change(number, stimulus, transition)

        outcomes = await each(tuple(wanted), undo_one)
        return tuple(
            UndoneTask(
                number=outcome.number,
                changed=outcome.changed,
                undid=undone.get(outcome.number) or _undid(outcome.changed),
                refusal=outcome.refusal,
            )
            for outcome in outcomes
        )

    async def _last_command(self, stimulus: Stimulus) -> dict[int, str | None]:
        """The tasks that the last command changed, each with the stimulus of that command."""
        since = stimulus.at - undoing.UNDO_REACH
        tasks = await self.tasks.changed_by(stimulus.team_id, stimulus.user_id, since=since)
        if repeated := [task for task in tasks if task.change_asked_by(stimulus.identity)]:
            return dict.fromkeys(task.number for task in repeated)
        last = [change for task in tasks if (change := undoing.last_undoable(task, by=stimulus.user_id))]
        if not last:
            raise NothingToUndo
        command = max(last, key=lambda change: change.at).stimulus
        return {task.number: command for task in tasks if task.change_asked_by(command)}


def _change_of(task: Task, command: str | None) -> Change | None:
    return task.change_asked_by(command) if command is not None else None


def _undid(changed: Changed | None) -> Change | None:
    if changed is None or changed.change.undid is None:
        return None
    return changed.task.change_asked_by(changed.change.undid)
