"""BigQuery's REST interface on loopback, as far as its own Python client asks it here; what it is asked runs in a `FakeWarehouse`."""

import io
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from fake_warehouse import DATASET, DRY_RUN, PROJECT, FakeWarehouse

KINDS = {"int64": "INTEGER", "string": "STRING", "bool": "BOOLEAN", "double": "FLOAT"}


class Server:
    """`limits` are the `maximumBytesBilled` of all queries; `refuse`, where set, is said instead of an answer to any query."""

    def __init__(self, warehouse: FakeWarehouse) -> None:
        self.warehouse = warehouse
        self.limits: list[str | None] = []
        self.refuse = ""
        self.jobs: dict[str, dict[str, Any]] = {}
        self.rows: dict[str, pa.Table] = {}
        self.lock = threading.Lock()

    def answer(self, verb: str, path: str, body: bytes, kind: str) -> tuple[int, dict[str, Any]]:
        with self.lock:
            if re.search(rf"/projects/{PROJECT}/datasets/{DATASET}$", path):
                return 200, {"datasetReference": {"projectId": PROJECT, "datasetId": DATASET}}
            if "/upload/" in path:
                return self._loaded(body, kind)
            if verb == "POST" and path.endswith("/jobs"):
                return self._begun(json.loads(body))
            if found := re.search(r"/queries/([\w-]+)$", path):
                return 200, self._results(found[1])
            if found := re.search(r"/jobs/([\w-]+)$", path):
                return 200, self.jobs[found[1]]
        return refusal(404, f"Not found: {path}")

    def _begun(self, job: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        asked, name = job["configuration"], job["jobReference"]["jobId"]
        if self.refuse:
            return refusal(403, self.refuse)
        sql = asked["query"]["query"]
        if asked.get("dryRun"):
            estimated = self.warehouse.estimate(sql) if sql.startswith("SELECT") or "events_" not in sql else DRY_RUN
            fields = _nested(self.warehouse.columns(sql)) if sql.startswith("select *") else []
            query = {"totalBytesProcessed": str(estimated), "schema": {"fields": fields}}
            return 200, {**job, "status": {"state": "DONE"}, "statistics": {"totalBytesProcessed": str(estimated), "query": query}}
        self.limits.append(asked["query"].get("maximumBytesBilled"))
        self.rows[name] = self.warehouse.query(sql)
        place = {"projectId": PROJECT, "datasetId": "_answers", "tableId": name}
        self.jobs[name] = {
            **job,
            "configuration": {**asked, "query": {**asked["query"], "destinationTable": place}},
            "status": {"state": "DONE"},
            "statistics": {"query": {"statementType": "SELECT"}},
        }
        return 200, self.jobs[name]

    def _results(self, name: str) -> dict[str, Any]:
        rows = self.rows[name]
        fields = [{"name": each.name, "type": KINDS.get(str(each.type), "INTEGER"), "mode": "NULLABLE"} for each in rows.schema]
        told = [{"f": [{"v": _told(value)} for value in row.values()]} for row in rows.to_pylist()]
        return {
            "jobReference": {"projectId": PROJECT, "jobId": name}, "jobComplete": True, "totalRows": str(len(told)),
            "schema": {"fields": fields}, "rows": told,
        }  # fmt: skip

    def _loaded(self, body: bytes, kind: str) -> tuple[int, dict[str, Any]]:
        edge = re.search(r"boundary=\"?([^\";]+)", kind)
        assert edge is not None, kind
        told, packed = (part.partition(b"\r\n\r\n")[2] for part in body.split(b"--" + edge[1].strip("'").encode())[1:3])
        job = json.loads(told)
        to = job["configuration"]["load"]["destinationTable"]
        self.warehouse.load(f"{to['projectId']}.{to['datasetId']}.{to['tableId']}", pq.read_table(io.BytesIO(packed.removesuffix(b"\r\n"))))
        done = {**job, "status": {"state": "DONE"}, "statistics": {"load": {}}}
        self.jobs[job["jobReference"]["jobId"]] = done
        return 200, done


def refusal(code: int, said: str) -> tuple[int, dict[str, Any]]:
    return code, {"error": {"code": code, "message": said, "errors": [{"reason": "accessDenied", "message": said}]}}


def _told(value: object) -> str | None:
    return None if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _nested(names: frozenset[str], above: str = "") -> list[dict[str, Any]]:
    """Dotted names as fields of fields."""
    own = sorted(name for name in names if name.startswith(above) and "." not in name.removeprefix(above))
    return [
        {"name": name.removeprefix(above), "type": "RECORD" if inner else "STRING", "mode": "NULLABLE", "fields": inner}
        for name in own
        for inner in [_nested(names, f"{name}.")]
    ]


@contextmanager
def serving(warehouse: FakeWarehouse) -> Iterator[tuple[Server, str]]:
    """The server and its address."""
    found = Server(warehouse)

    class Asked(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            code, told = found.answer(self.command, self.path.partition("?")[0], body, self.headers.get("Content-Type", ""))
            said = json.dumps(told).encode()
            self.send_response(code)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        do_GET = do_POST = answer  # noqa: N815

        def log_message(self, *_told: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Asked) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield found, f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
