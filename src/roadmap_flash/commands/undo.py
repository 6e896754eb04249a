"""`flash undo`: take back the newest answer."""

from __future__ import annotations

from roadmap_flash.commands import say


def main() -> None:
    """Take back the newest act that stands: an answer, a suspension, a flag. Again: the one before it."""
    from roadmap_flash import context
    from roadmap_flash.core.timing import StudyDays
    from roadmap_flash.terminal.review import undone

    with context.store() as store:
        from roadmap_flash import clock

        log = store.writer.undo(StudyDays(context.settings().rollover).moment(clock.now_ms()))
    say(undone(log).capitalize() + ".")
