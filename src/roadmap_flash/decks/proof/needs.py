"""The packages and programs that a deck says it needs (`needs: [pandas, scikit-learn]`)."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, packages_distributions, version
from importlib.util import find_spec

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def mentioned(needs: tuple[str, ...], programs: str) -> tuple[str, ...]:
    """Those that some programs speak of, by the name of the module, the distribution or the program."""
    spoken = set(re.findall(r"[\w.-]+", programs)) | set(re.findall(r"\w+", programs))
    return tuple(name for name in needs if spoken & {name, name.replace("-", "_"), *modules((name,))})


def lacking(needs: tuple[str, ...]) -> str:
    """What of it is not installed, such as "pandas is not installed"; empty if all is there."""
    missing = [name for name in needs if not modules((name,)) and not (_NAME.fullmatch(name) and shutil.which(name))]
    return f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} not installed" if missing else ""


def modules(needs: tuple[str, ...]) -> tuple[str, ...]:
    """The modules to import for them, by the name of the module or of the distribution; none for a program."""
    return tuple(module for name in needs for module in _modules(name))


@cache
def version_of(module: str) -> str:
    """The version of the distribution that brought a module, whatever that is called; empty if there is none."""
    names = [module, *_distributions().get(module, ())]
    for name in names:
        with suppress(PackageNotFoundError):
            return version(name)
    return ""


@cache
def _modules(name: str) -> tuple[str, ...]:
    if not _NAME.fullmatch(name):
        return ()
    module = name.replace("-", "_")
    if module.isidentifier() and find_spec(module):
        return (module,)
    wanted = _normal(name)
    return tuple(
        module
        for module, distributions in _distributions().items()
        if wanted in map(_normal, distributions) and not module.startswith("_")
    )


@cache
def _distributions() -> Mapping[str, list[str]]:
    """The distributions that each top-level module is of. Slow: it reads what every distribution brought."""
    return packages_distributions()


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
