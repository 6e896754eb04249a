"""Makes docs/anki/*.png: our cards as Anki's own reviewer shows them, in a headless Chromium.

python -m docs.make_anki_pictures WEB [CHROMIUM]

WEB is the folder `_aqt/data/web` of Anki's desktop package (`pip download --no-deps aqt`, then unzip it): its reviewer,
its styles and its MathJax render what the official backend makes of an import.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

HERE = Path(__file__).parent
SHOWN = {
    "choice": ("git-", "kind::choice", "desktop", "light"),
    "cloze": ("eig-", "kind::cloze", "phone", "light"),
    "drill": ("eig-", "kind::drill", "phone", "dark"),
    "output": ("git-", "kind::output", "phone", "light"),
    "code": ("k8s-", "kind::question", "desktop", "dark"),
}
"""For each picture: which notes, and in which window and light their first card is shown."""
WINDOW = {"desktop": "760,820", "phone": "390,640"}


def main(web: Path, chromium: str) -> None:
    """Import the shipped decks into a fresh collection, and take a picture of a card of each kind."""
    with tempfile.TemporaryDirectory() as folder:
        for name, question, answer in _cards(Path(folder)):
            *_, window, look = SHOWN[name]
            page, target = Path(folder) / "page.html", HERE / "anki" / f"{name}.png"
            page.write_text(_page(question, answer, night=look == "dark"), "utf-8")
            target.parent.mkdir(exist_ok=True)
            _shoot(chromium, web, page, target, WINDOW[window])
            print(target)


def _cards(folder: Path) -> Iterator[tuple[str, str, str]]:
    package = folder / "decks.apkg"
    subprocess.run([sys.executable, "-m", "roadmap_flash", "export", str(package), "--force"], check=True)
    collection: Any = Collection(str(folder / "collection.anki2"))
    options = ImportAnkiPackageOptions()
    collection.import_anki_package(ImportAnkiPackageRequest(package_path=str(package), options=options))
    for name, (prefix, tag, *_) in SHOWN.items():
        wanted = f"Id:{prefix}* tag:roadmap::{tag}" + (' "re:<pre>"' if name == "code" else "")
        card = collection.get_card(collection.find_cards(wanted)[0])
        yield name, card.question(), card.answer()
    collection.close()


def _page(question: str, answer: str, *, night: bool) -> str:
    """What the desktop program puts into its window, with the answer shown."""
    look = "nightMode" if night else ""
    styles = "".join(f'<link rel="stylesheet" href="/_anki/css/{name}.css">' for name in ("webview", "reviewer"))
    return f"""<!doctype html>
<html class="{"night-mode" if night else ""}" data-bs-theme="{"dark" if night else "light"}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">{styles}</head>
<body class="isWin {look}">
<script>globalThis.pycmd = () => {{}}; globalThis.bridgeCommand = globalThis.pycmd;</script>
<script src="/_anki/js/vendor/jquery.min.js"></script>
<script src="/_anki/js/mathjax.js"></script>
<script src="/_anki/js/vendor/mathjax/tex-chtml-full.js"></script>
<script src="/_anki/js/reviewer.js"></script>
<div id="_mark" hidden></div><div id="_flag" hidden></div><div id="qa" dir="auto"></div>
<script>
  const question = {_script(question)}, answer = {_script(answer)};
  _showQuestion(question, answer, "card card1 {look}");
  setTimeout(() => _showAnswer(answer, "card card1 {look}"), 600);
</script>
</body></html>"""


def _script(text: str) -> str:
    return json.dumps(text).replace("<", "\\u003c")


class _Handler(SimpleHTTPRequestHandler):
    """Serves the page, and Anki's files where the page looks for them."""

    def __init__(self, *arguments: Any, web: Path, page: Path, **more: Any) -> None:
        self._web, self._page = web, page
        super().__init__(*arguments, **more)

    def translate_path(self, path: str) -> str:
        path = path.partition("?")[0]
        return str(self._web / path.removeprefix("/_anki/")) if path.startswith("/_anki/") else str(self._page)

    def log_request(self, *_: Any) -> None:
        pass


def _shoot(chromium: str, web: Path, page: Path, target: Path, size: str) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, web=web, page=page))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as profile:
        command = [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
        command += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
        command += [f"--user-data-dir={profile}", f"--window-size={size}", "--hide-scrollbars"]
        command += ["--virtual-time-budget=6000", f"--screenshot={target}"]
        address = f"http://127.0.0.1:{server.server_port}/"
        subprocess.run([*command, address], check=True, capture_output=True, timeout=120)
    server.shutdown()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "chromium")
