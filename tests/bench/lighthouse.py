"""Lighthouse's scores of pages: `python -m tests.bench.lighthouse PAGE ...`, each a file of a site (`site/2026-10/index.html`).

As a phone on a slow line sees them (its default), served from this machine and compressed, as hosts do. Performance moves with what else
the machine does; the other scores do not.
"""

import gzip
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

NODE = Path(__file__).parents[2] / ".venv" / "node" / "node_modules"
SCORES = ("performance", "accessibility", "best-practices")


class _Compressed(SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        if not file.is_file():
            self.send_error(404)
            return
        kind = self.guess_type(str(file))
        packed = kind.startswith("text/") or "javascript" in kind
        content = gzip.compress(file.read_bytes()) if packed else file.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        self.send_header("Content-Length", str(len(content)))
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@contextmanager
def served(site: Path) -> Iterator[str]:
    """The folder on a port of this machine, compressed; its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Compressed, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def scores(site: Path, page: str) -> dict[str, float]:
    """The scores, 0-1, of a page by its address within the site."""
    chrome = shutil.which("chromium") or shutil.which("google-chrome") or ""
    asked = ["--quiet", "--output=json", f"--only-categories={','.join(SCORES)}", "--chrome-flags=--headless=new --no-sandbox"]
    with served(site) as address:
        command = [str(NODE / ".bin" / "lighthouse"), f"{address}/{page}", *asked]
        done = subprocess.run(command, env={**os.environ, "CHROME_PATH": chrome}, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)["categories"]
    return {name: float(found[name]["score"]) for name in SCORES}


if __name__ == "__main__":
    for given in sys.argv[1:]:
        file = Path(given).resolve()
        site = next(folder for folder in file.parents if (folder / "assets").is_dir())
        print(given, scores(site, file.relative_to(site).as_posix()), flush=True)
