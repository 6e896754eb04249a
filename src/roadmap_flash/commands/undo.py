"""`flash undo`: take back the newest answer."""

from __future__ import annotations

from roadmap_flash.commands import say


def main() -> None:
    """Take back the newest act that stands: an answer, a suspension, a flag. Again: the one before it."""
    from roadmap_flash import context
    from roadmap_flash.terminal.review import undone

    now = context.study_day()
    with context.store() as store:
        store.back_up_daily(now.day)
        log = store.writer.undo(now)
    say(undone(log).capitalize() + ".")
