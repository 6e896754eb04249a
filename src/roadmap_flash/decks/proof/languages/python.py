"""Snippets in Python. A check finds numpy as `np` and all of sympy loaded."""

from __future__ import annotations

import ast
import atexit
import linecache
import math
import re
import sys
import threading
from importlib.metadata import version
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from roadmap_flash.decks.proof.needs import version_of
from roadmap_flash.decks.proof.runs import Refused, Run, SetupFailed

_PACKAGES = {"numpy": r"\bnp\b|\bnumpy\b", "sympy": r"\b(sympy|Matrix|solve|symbols|Symbol|Rational|eye|N)\b"}
_COMPARING = (
    *(ast.Module, ast.Assert, ast.Expr, ast.Assign, ast.If, ast.Compare, ast.BoolOp, ast.UnaryOp, ast.Not, ast.USub),
    *(ast.Name, ast.Constant, ast.Tuple, ast.List, ast.Set, ast.Dict, ast.Attribute, ast.Call, ast.Pass),
    *(ast.expr_context, ast.cmpop, ast.boolop),
)
"""All that a snippet is made of which compares, and computes nothing."""
_CONVERSIONS = frozenset({"int", "float", "str", "bool", "set", "list", "tuple", "sorted", "len", "repr"})


class Python:
    """Runs snippets by `exec`, in a process that was forked for the purpose."""

    names = ("python", "py", "python3")

    def __init__(self) -> None:
        self._loaded: dict[str, Any] = {}

    def missing(self, run: Run) -> str:
        """numpy and sympy, if one of them is not there and the snippet is no program of its own."""
        lacking = [name for name in _PACKAGES if not run.prints and find_spec(name) is None]
        return f"{' and '.join(lacking)} not installed; pip install 'roadmap-flash[verify]'" if lacking else ""

    def tools(self, run: Run) -> dict[str, str]:
        """The packages that it uses; Python where it uses none."""
        used = [name for name, sign in _PACKAGES.items() if not run.prints and re.search(sign, run.setup + run.code)]
        found = {name: version(name) for name in used}
        found |= {module: number for module in run.needs if (number := version_of(module))}
        return found or {"python": ".".join(map(str, sys.version_info[:3]))}

    def load(self) -> None:
        """numpy and sympy; a machine without them runs what needs neither."""
        if self._loaded:
            return
        try:
            import numpy as np
            import sympy
        except ImportError:
            return
        self._loaded = {"np": np, "prod": math.prod, **{name: getattr(sympy, name) for name in sympy.__all__}}

    def run(self, run: Run) -> None:
        """A failed `assert`, and an exit with another status than 0, is a refusal; any other exception a crash."""
        module = ModuleType("__main__")
        sys.modules["__main__"] = module  # for what asks where it was defined: dataclasses, pickle
        scope = module.__dict__
        scope |= {} if run.prints else self._loaded
        try:
            _execute(run.setup, scope, "<setup>")
        except BaseException as error:
            raise SetupFailed(_told(error)) from error
        scope |= run.names
        try:
            _execute(run.code, scope, "<snippet>")
            _finish()
        except AssertionError as error:
            raise Refused(_told(error)) from error
        except SystemExit as error:
            if error.code:
                raise Refused(_told(error)) from error

    def restates(self, code: str) -> bool:
        """Only comparisons, literals, and conversions of the answer's type or case."""
        try:
            nodes = list(ast.walk(ast.parse(code)))
        except SyntaxError:
            return False
        calls = [node for node in nodes if isinstance(node, ast.Call)]
        return all(isinstance(node, _COMPARING) for node in nodes) and all(map(_converts, calls))


def _converts(call: ast.Call) -> bool:
    """Whether a call only gives the answer another form: `int(ANSWER)`, `ANSWER.strip().lower()`."""
    if isinstance(call.func, ast.Name):
        known, of = call.func.id in _CONVERSIONS, call.args[:1]
    else:
        known, of = isinstance(call.func, ast.Attribute) and hasattr(str, call.func.attr), [call.func]
    return known and any(isinstance(node, ast.Name) for part in of for node in ast.walk(part) if node is not call.func)


def _execute(code: str, scope: dict[str, Any], name: str) -> None:
    """Run a program as if it stood in a file `name`: without the flags of this file, its lines known to `inspect`."""
    if code:
        linecache.cache[name] = (len(code), None, code.splitlines(keepends=True), name)
        exec(compile(code, name, "exec", dont_inherit=True), scope)  # noqa: S102 - this is what the sandbox is for


def _finish() -> None:
    """What the interpreter does at the end of a program: wait for its threads, call what was registered."""
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join()
    atexit._run_exitfuncs()  # noqa: SLF001 - the one way to have them called in a process that ends by os._exit


def _told(error: BaseException) -> str:
    """The last line that the interpreter would print of it."""
    import traceback

    return "".join(traceback.format_exception_only(error)).strip()


LANGUAGE = Python()
