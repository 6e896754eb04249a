"""The errors a user may meet. `str()` of one is the whole line shown; each family has its exit code."""


class FlashError(Exception):
    """Something the user can mend: what, where, and the next step, in one line."""

    exit_code = 1


class UsageError(FlashError):
    """A wrong argument or an unknown name."""

    exit_code = 2


class DeckError(FlashError):
    """A deck or the roadmap cannot be read, or a check found errors."""

    exit_code = 3


class UnsoundError(DeckError):
    """A text that was just written breaks a rule, in `line`; nothing was taken over."""

    def __init__(self, path: object, line: int, message: str) -> None:
        super().__init__(f"{path}:{line}: {message}")
        self.line = line


class StoreError(FlashError):
    """The progress database cannot be opened, read or written."""

    exit_code = 4


class ConflictError(StoreError):
    """The card changed meanwhile: another session answered it first."""


class ConfigError(FlashError):
    """A setting has a value that cannot be used."""

    exit_code = 5


class ExportError(FlashError):
    """A file that was asked for cannot be written."""

    exit_code = 6
