"""`{schema: kubernetes|github-workflow|compose, valid: true|false, error: …}` over the YAML in a card's `code`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from importlib.metadata import version
from importlib.resources import files
from importlib.util import find_spec
from typing import Any, NamedTuple

from roadmap_flash.decks.proof.runs import Refused, Run


class Schema(NamedTuple):
    """Where a schema comes from: the package that ships it, and what tells the errors of a text."""

    package: str
    errors: Callable[[str, str], Iterator[str]]


def _kubernetes(text: str, wanted: str) -> Iterator[str]:
    """Strictly: a key that the API does not know is an error."""
    import kubernetes_validate
    import yaml

    for document in yaml.safe_load_all(text):
        try:
            kubernetes_validate.validate(document, wanted or "1.35", strict=True)
        except kubernetes_validate.ValidationError as error:
            yield str(getattr(error, "message", error))


def _vendored(file: str) -> Callable[[str, str], Iterator[str]]:
    def errors(text: str, wanted: str) -> Iterator[str]:
        from jsonschema.validators import validator_for
        from ruamel.yaml import YAML

        path = files("check_jsonschema") / "builtin_schemas" / "vendor" / file
        schema = json.loads(path.read_text("utf-8"))
        document = YAML(typ="safe", pure=True).load(text)  # YAML 1.2, where `on` is a text
        for error in validator_for(schema)(schema).iter_errors(document):
            yield from _messages(error)

    return errors


def _messages(error: Any) -> Iterator[str]:
    """Of an error and of all that it consists of: an `anyOf` says only that nothing fits."""
    yield error.message
    for part in error.context or ():
        yield from _messages(part)


SCHEMAS = {
    "kubernetes": Schema("kubernetes-validate", _kubernetes),
    "github-workflow": Schema("check-jsonschema", _vendored("github-workflows.json")),
    "compose": Schema("check-jsonschema", _vendored("compose-spec.json")),
}


class SchemaLanguage:
    """The snippet is the mapping itself, in JSON; `options` tell which schema, of which version."""

    names = ("schema",)

    def missing(self, run: Run) -> str:
        """The package that ships the schema."""
        package = SCHEMAS[run.options["schema"]].package
        found = find_spec(package.replace("-", "_"))
        return "" if found else f"{package} is not installed; pip install 'roadmap-flash[verify]'"

    def tools(self, run: Run) -> dict[str, str]:
        """Kubernetes tells the version of the API, the others the package whose copy of the schema was used."""
        name = run.options["schema"]
        if name == "kubernetes":
            return {"kubernetes schema": run.options["version"] or "1.35"}
        return {f"{name} schema of check-jsonschema": version("check-jsonschema")}

    def load(self) -> None:
        """Nothing: few decks need it."""

    def run(self, run: Run) -> None:
        """Raises Refused if the text is not as valid as `valid` says, or no error says what `error` says."""
        errors = list(SCHEMAS[run.options["schema"]].errors(run.code, run.options["version"]))
        if run.options["valid"]:
            if errors:
                raise Refused(f"it is not valid: {errors[0]}")
            return
        wanted = run.options["error"]
        if not any(wanted in error for error in errors):
            raise Refused(f"no error says {wanted!r}; the errors are {errors[:3]}")

    def restates(self, code: str) -> bool:
        """The schema stands in no card."""
        return False


LANGUAGE = SchemaLanguage()
