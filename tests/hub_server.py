"""A hub on the loopback interface: the part of the model hub's protocol that an install uses.

It speaks what `huggingface_hub` asks: `/api/models/ID[/revision/REV]` with sizes, git object ids
and LFS checksums, and `/ID/resolve/COMMIT/FILE` with byte ranges, and a redirect for large files.
Repositories are laid out as the real ones are, with tiny contents. Faults are asked for by name.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread
from urllib.parse import unquote, urlsplit

import pytest

LFS_ENDINGS = (".bin", ".safetensors", ".h5", ".msgpack", ".ot", ".model")


def content_of(name: str, size: int) -> bytes:
    """Bytes that stand for a large file: reproducible, and different for each name."""
    block = hashlib.sha256(name.encode()).digest()
    return (block * (size // len(block) + 1))[:size]


@dataclass
class Repository:
    """One model repository at one commit."""

    id: str
    files: dict[str, bytes]
    licence: str | None = None
    commit: str = ""

    def __post_init__(self) -> None:
        if not self.commit:
            self.commit = hashlib.sha1(self.id.encode(), usedforsecurity=False).hexdigest()

    def info(self) -> dict[str, object]:
        siblings = []
        for name, content in self.files.items():
            oid = hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False)
            entry: dict[str, object] = {"rfilename": name, "size": len(content)}
            if name.endswith(LFS_ENDINGS):
                # The blob of an LFS file is its pointer, so its id says nothing of the content.
                entry["blobId"] = "0" * 40
                entry["lfs"] = {
                    "sha256": hashlib.sha256(content).hexdigest(),
                    "size": len(content),
                    "pointerSize": 135,
                }
            else:
                entry["blobId"] = oid.hexdigest()
            siblings.append(entry)
        card = {} if self.licence is None else {"license": self.licence}
        return {
            "_id": "0",
            "id": self.id,
            "modelId": self.id,
            "sha": self.commit,
            "private": False,
            "tags": [],
            "downloads": 0,
            "likes": 0,
            "cardData": card,
            "siblings": siblings,
        }


@dataclass
class Faults:
    """What goes wrong, until it is set back.

    Attributes:
        status: every request is answered with this error.
        headers: of that answer.
        cut_after: by file name, a GET breaks off after so many bytes, as often as it is asked.
        cut_once: the same, the first time only.
        corrupt: files whose first byte arrives changed.
        not_json: the API answers with a log-in page.
    """

    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    cut_after: dict[str, int] = field(default_factory=dict)
    cut_once: dict[str, int] = field(default_factory=dict)
    corrupt: set[str] = field(default_factory=set)
    not_json: bool = False


@dataclass
class Hub:
    """The running server: its address, its repositories, and what it was asked for."""

    endpoint: str
    repositories: dict[str, Repository] = field(default_factory=dict)
    faults: Faults = field(default_factory=Faults)
    requests: list[str] = field(default_factory=list)
    sent_bytes: dict[str, int] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def add(self, repository: Repository) -> Repository:
        self.repositories[repository.id] = repository
        return repository

    @property
    def fetched(self) -> list[str]:
        """Names of the files that were asked for, in order, each request once."""
        return [path.rsplit("/", 1)[1] for path in self.requests if "/resolve/" in path]


class _Handler(BaseHTTPRequestHandler):
    hub: Hub

    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def do_GET(self) -> None:
        self._answer(body=True)

    def _answer(self, *, body: bool) -> None:
        path = unquote(urlsplit(self.path).path)
        with self.hub.lock:
            self.hub.requests.append(path)
        if self.hub.faults.status is not None:
            self._error(self.hub.faults.status, self.hub.faults.headers)
        elif path.startswith("/api/models/"):
            self._model_info(path.removeprefix("/api/models/"))
        elif path.startswith("/cdn/"):
            repository_id, _, name = path.removeprefix("/cdn/").partition("/resolve/")
            self._file(self.hub.repositories[repository_id], name, body=body)
        else:
            self._resolve(path.removeprefix("/"), body=body)

    def _model_info(self, path: str) -> None:
        repository_id, _, revision = path.partition("/revision/")
        repository = self.hub.repositories.get(repository_id)
        if self.hub.faults.not_json:
            self._send(200, b"<html>Welcome to our network</html>", {"Content-Type": "text/html"})
        elif repository is None:
            self._error(404, {"X-Error-Code": "RepoNotFound"})
        elif revision not in {"", "main", repository.commit}:
            self._error(404, {"X-Error-Code": "RevisionNotFound"})
        else:
            content = json.dumps(repository.info()).encode()
            self._send(200, content, {"Content-Type": "application/json"})

    def _resolve(self, path: str, *, body: bool) -> None:
        repository_id, _, rest = path.partition("/resolve/")
        revision, _, name = rest.partition("/")
        repository = self.hub.repositories.get(repository_id)
        if repository is None:
            self._error(404, {"X-Error-Code": "RepoNotFound"})
        elif revision != repository.commit:
            # The commit was to be resolved before: a branch may move between two files.
            self._error(404, {"X-Error-Code": "RevisionNotFound"})
        elif name not in repository.files:
            self._error(404, {"X-Error-Code": "EntryNotFound"})
        elif name.endswith(LFS_ENDINGS):
            content = repository.files[name]
            headers = {
                "Location": f"/cdn/{repository_id}/resolve/{name}",
                "X-Repo-Commit": repository.commit,
                "X-Linked-Size": str(len(content)),
                "X-Linked-Etag": f'"{hashlib.sha256(content).hexdigest()}"',
            }
            self._send(302, b"", headers)
        else:
            self._file(repository, name, body=body)

    def _file(self, repository: Repository, name: str, *, body: bool) -> None:
        content = repository.files[name]
        if name in self.hub.faults.corrupt:
            content = bytes([content[0] ^ 1]) + content[1:]
        start, status = 0, 200
        headers = {"X-Repo-Commit": repository.commit, "Accept-Ranges": "bytes"}
        headers["ETag"] = f'"{hashlib.sha256(content).hexdigest()}"'
        asked = self.headers.get("Range", "")
        if asked.startswith("bytes="):
            start, status = int(asked.removeprefix("bytes=").split("-")[0]), 206
            headers["Content-Range"] = f"bytes {start}-{len(content) - 1}/{len(content)}"
        part = content[start:] if body else b""
        cut = self.hub.faults.cut_once.pop(name, None) if body else None
        if cut is None and body:
            cut = self.hub.faults.cut_after.get(name)
        announced = len(content) - start
        if cut is not None:
            part = part[:cut]
        with self.hub.lock:
            self.hub.sent_bytes[name] = self.hub.sent_bytes.get(name, 0) + len(part)
        self._send(status, part, headers, announced=announced)

    def _error(self, status: int, headers: Mapping[str, str]) -> None:
        self._send(status, b'{"error": "no"}', headers)

    def _send(
        self,
        status: int,
        content: bytes,
        headers: Mapping[str, str],
        *,
        announced: int | None = None,
    ) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content) if announced is None else announced))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)


def use_hub(hub: Hub, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let huggingface_hub ask this hub, as `HF_ENDPOINT` would in another process."""
    from huggingface_hub import constants

    # No token of the person who runs the tests goes to a server, and no retry waits.
    monkeypatch.setattr(constants, "HF_TOKEN_PATH", str(tmp_path / "no-token"))
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    monkeypatch.delenv("HF_TOKEN", raising=False)
    monkeypatch.setattr("huggingface_hub.file_download.time.sleep", lambda _: None)
    # The contents here are tiny, and so must be the pieces in which they arrive.
    monkeypatch.setattr("briefgen.store.hub.CHUNK_BYTES", 1_000)
    template = constants.HUGGINGFACE_CO_URL_TEMPLATE.replace(constants.ENDPOINT, hub.endpoint)
    monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", template)
    monkeypatch.setattr(constants, "ENDPOINT", hub.endpoint)


@contextmanager
def running_hub() -> Iterator[Hub]:
    """A hub on a free port, for as long as the block runs."""
    handler = type("Handler", (_Handler,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    hub = Hub(endpoint=f"http://127.0.0.1:{server.server_address[1]}")
    handler.hub = hub  # type: ignore[attr-defined]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _card(licence: str) -> bytes:
    return f"---\nlanguage: multilingual\nlicense: {licence}\n---\n\n# A model\n".encode()


def nllb_layout(id: str = "facebook/nllb-200-distilled-600M") -> Repository:
    """As facebook/nllb-200-distilled-600M is on main: a pickle alone, no safetensors."""
    return Repository(
        id=id,
        licence="cc-by-nc-4.0",
        files={
            ".gitattributes": b"*.bin filter=lfs\n",
            "README.md": _card("cc-by-nc-4.0"),
            "config.json": b'{"model_type": "m2m_100"}',
            "generation_config.json": b"{}",
            "pytorch_model.bin": content_of(f"{id} weights", 60_000),
            "sentencepiece.bpe.model": content_of("sentencepiece", 3_000),
            "special_tokens_map.json": b'{"unk_token": "<unk>"}',
            "tokenizer.json": content_of("tokenizer", 5_000),
            "tokenizer_config.json": b'{"tokenizer_class": "NllbTokenizer"}',
        },
    )


def bart_layout(id: str = "facebook/bart-large-cnn") -> Repository:
    """As facebook/bart-large-cnn is: the same weights in five formats."""
    return Repository(
        id=id,
        licence="mit",
        files={
            "README.md": _card("mit"),
            "config.json": b'{"model_type": "bart"}',
            "flax_model.msgpack": content_of("flax", 40_000),
            "generation_config.json": b"{}",
            "merges.txt": b"#version: 0.2\n",
            "model.safetensors": content_of(f"{id} weights", 40_000),
            "pytorch_model.bin": content_of("torch", 40_000),
            "rust_model.ot": content_of("rust", 40_000),
            "tf_model.h5": content_of("tf", 40_000),
            "tokenizer.json": content_of("tokenizer", 2_000),
            "vocab.json": b"{}",
            "onnx/model.onnx": content_of("onnx", 40_000),
        },
    )


def small100_layout(id: str = "alirezamsh/small100") -> Repository:
    """As alirezamsh/small100 is: with a tokenizer in code that must not be fetched."""
    return Repository(
        id=id,
        licence="mit",
        commit="8ab680e26a596d2e3d2d2d17ae0f68df1037328c",
        files={
            "README.md": _card("mit"),
            "config.json": b'{"model_type": "m2m_100"}',
            "model.safetensors": content_of(f"{id} weights", 20_000),
            "pytorch_model.bin": content_of(f"{id} torch", 20_000),
            "sentencepiece.bpe.model": content_of("sentencepiece", 2_000),
            "special_tokens_map.json": b"{}",
            "tokenization_small100.py": b"raise SystemExit('remote code has run')\n",
            "tokenizer_config.json": b'{"tokenizer_class": "M2M100Tokenizer"}',
            "vocab.json": b'{"<s>": 0}',
        },
    )


def converted_layout(
    id: str = "skywood/nllb-200-distilled-600M-ct2-int8", *, vocabulary: str = "json"
) -> Repository:
    """As skywood/nllb-200-distilled-600M-ct2-int8 is; older ones have their vocabulary as text."""
    return Repository(
        id=id,
        licence="cc-by-nc-4.0",
        files={
            ".gitattributes": b"*.bin filter=lfs\n",
            "README.md": _card("cc-by-nc-4.0"),
            "config.json": b'{"decoder_start_token": "</s>"}',
            "model.bin": content_of(f"{id} weights", 30_000),
            "sentencepiece.bpe.model": content_of("sentencepiece", 3_000),
            f"shared_vocabulary.{vocabulary}": b'["<s>", "<pad>", "</s>", "<unk>"]',
            "special_tokens_map.json": b"{}",
            "tokenizer.json": content_of("tokenizer", 5_000),
            "tokenizer_config.json": b'{"tokenizer_class": "NllbTokenizer"}',
        },
    )


def opennmt_layout(id: str = "OpenNMT/nllb-200-distilled-1.3B-ct2-int8") -> Repository:
    """As OpenNMT/nllb-200-distilled-1.3B-ct2-int8 is: no sentencepiece file."""
    base = converted_layout(id)
    base.commit = "70f572adafa4794890ce7826156a4209717855af"
    del base.files["sentencepiece.bpe.model"]
    base.files["generation_config.json"] = b"{}"
    return base


def sharded_layout(id: str = "facebook/nllb-200-3.3B") -> Repository:
    """As facebook/nllb-200-3.3B is: three shards of a pickle and their index."""
    base = nllb_layout(id)
    del base.files["pytorch_model.bin"]
    shards = [f"pytorch_model-0000{n}-of-00003.bin" for n in (1, 2, 3)]
    for shard in shards:
        base.files[shard] = content_of(shard, 9_000)
    index = {"metadata": {}, "weight_map": {f"layer.{i}": name for i, name in enumerate(shards)}}
    base.files["pytorch_model.bin.index.json"] = json.dumps(index).encode()
    return base
