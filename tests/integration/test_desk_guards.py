"""Who gets into the desk and who does not: the real server, asked as attackers ask."""

from __future__ import annotations

import http.client
import json
import os
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desks import VIDEO, RunningDesk, copy_demonstration

TRACK = f"/api/tracks/{VIDEO}/pt"
DETAILS = """title = "Crédito social"

description = "Um vídeo."

[[chapters]]
start = "0:00"
title = "Início"

[[chapters]]
start = "0:30"
title = "Fim"
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    folder = copy_demonstration(tmp_path_factory.mktemp("guards") / "work")
    (folder / "secret.srt").write_text("1\n00:00:00,000 --> 00:00:01,000\nsecret\n")
    with RunningDesk(folder) as running:
        yield running


@pytest.mark.parametrize(
    "headers",
    [{"Cookie": ""}, {"Cookie": "captions-desk=x"}, {"Cookie": "captions-desk-1=x; ;=\x01"}],
    ids=["none", "another", "broken"],
)
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/api/workspace",
        TRACK,
        TRACK + "/details",
        f"/media/{VIDEO}",
        f"/sound/{VIDEO}",
        f"/api/sound/{VIDEO}/kind",
        "/events",
        "/page/main.js",
    ],
)
def test_nothing_is_given_without_the_token(desk: RunningDesk, path: str, headers: dict[str, str]) -> None:
    """Neither the page nor its data."""
    status, _, body = desk.ask("GET", path, headers=headers)
    assert (status, b"captions desk" in body) == (401, True)


def test_the_first_address_gives_a_strict_cookie_and_drops_the_token(desk: RunningDesk) -> None:
    """The token does not stay in the address bar or the history."""
    status, headers, _ = desk.ask("GET", f"/?token={desk.token}", headers={"Cookie": ""})
    assert (status, headers["location"]) == (303, "/")
    assert all(part in headers["set-cookie"] for part in ("HttpOnly", "SameSite=Strict", f"desk-{desk.port}="))
    assert desk.ask("GET", "/?token=wrong", headers={"Cookie": ""})[0] == 401


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:80"])
def test_a_foreign_name_for_this_machine_is_refused(desk: RunningDesk, host: str) -> None:
    """A name that an attacker lets point here (DNS rebinding)."""
    assert desk.ask("GET", "/api/workspace", headers={"Host": host})[0] == 421


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://localhost:1", "https://127.0.0.1"])
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("path", [TRACK, TRACK + "/details"])
def test_a_page_of_another_site_is_refused(desk: RunningDesk, path: str, method: str, origin: str) -> None:
    """Even with the cookie."""
    assert desk.ask(method, path, body=b"{}", headers={"Origin": origin})[0] == 403


@pytest.mark.parametrize("path", [TRACK, TRACK + "/details"])
def test_a_change_without_an_origin_is_refused(desk: RunningDesk, path: str) -> None:
    """Browsers send it with every change; what does not is no page."""
    assert desk.ask("POST", path, body=b"{}", headers={"Origin": ""})[0] == 403


@pytest.mark.parametrize(
    "path",
    [
        "/media/../secret.srt",
        "/media/..%2fsecret.srt",
        "/media/%2e%2e%2fsecret.srt",
        "/media//etc/passwd",
        "/media/%2fetc%2fpasswd",
        "/media/x%00.mp4",
        "/sound/..%2fsecret.srt",
        "/sound/%2fetc%2fpasswd",
        "/api/sound/..%2fsecret.srt",
        "/api/sound/..%2fsecret.srt/kind",
        f"/api/tracks/{VIDEO}/..%2f..%2fsecret/details",
        "/api/tracks/..%2f..%2fsecret/pt/details",
        f"/api/tracks/{VIDEO}/fr/details",
        f"/api/tracks/{VIDEO}/..%2f..%2fsecret/places?find=secret",
        "/page/../app.py",
        "/page/..%2fapp.py",
        "/page/__init__.py",
        "/page/%2fetc%2fpasswd",
        "/api/tracks/../secret",
        "/api/tracks/..%2f../pt",
        f"/api/tracks/{VIDEO}/..%2f..%2f..%2fsecret",
        f"/api/tracks/{VIDEO}/rejects",
        "/api/tracks/./pt",
        "/api/tracks/%2e/pt",
        "/captions.toml",
    ],
)
def test_no_path_leads_out_of_the_workspace(desk: RunningDesk, path: str) -> None:
    """Whatever it looks like."""
    status, _, body = desk.ask("GET", path)
    assert status in {400, 404}
    assert b"secret\n" not in body and b"root:" not in body and b"import" not in body


def test_a_link_is_not_followed(desk: RunningDesk) -> None:
    """Neither to captions nor in the place of captions."""
    folder = desk.folder / "subtitles" / VIDEO
    (folder / f"{VIDEO}.fr.srt").symlink_to(desk.folder / "secret.srt")
    try:
        status, _, body = desk.ask("GET", f"/api/tracks/{VIDEO}/fr")
        assert status >= 400
        assert b"secret\n" not in body
    finally:
        (folder / f"{VIDEO}.fr.srt").unlink()


def test_a_link_in_media_that_leads_out_is_not_served(desk: RunningDesk) -> None:
    """A pull request may hold one."""
    (desk.folder / "media" / "linked.mp4").symlink_to("/etc/passwd")
    try:
        for path in ("/media/linked", "/sound/linked", "/api/sound/linked", "/api/sound/linked/kind", "/peaks/linked"):
            status, _, body = desk.ask("GET", path)
            assert status == 404
            assert b"root:" not in body
    finally:
        (desk.folder / "media" / "linked.mp4").unlink()


def test_an_oversized_body_is_refused_before_it_is_read(desk: RunningDesk) -> None:
    """By its length, and by what comes where no length is given."""
    assert desk.ask("POST", TRACK, headers={"Content-Length": "99999999999"})[0] == 413
    chunked = b"8000010\r\n" + b" " * 0x8000010 + b"\r\n0\r\n\r\n"
    try:
        status = desk.ask("POST", TRACK, body=chunked, headers={"Transfer-Encoding": "chunked", "Content-Length": ""})[
            0
        ]
    except OSError:
        status = 413  # the server hung up while we were still sending
    assert status == 413
    assert desk.ask("GET", "/api/workspace")[0] == 200


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b'{"changes": []}',
        b'{"changes": [1]}',
        b'{"changes": [{"id": "../x", "after": null}]}',
        b'{"changes": [{"id": "a", "before": null, "after": null}]}',
        b'{"changes": [{"id": "a", "after": {"start": -1, "end": 5, "text": "x"}}]}',
        b'{"changes": [{"id": "a", "after": {"start": 1.5, "end": 5, "text": "x"}}]}',
        b'{"changes": [{"id": "a", "after": {"start": 1, "end": 1e400, "text": "x"}}]}',
        b'{"changes": [{"id": "a", "after": {"start": 1, "end": 5, "text": "\\ud800"}}]}',
        b'{"changes": [{"id": "a", "after": {"start": 1, "end": 5, "text": 5}}]}',
        b"[" * 100_000,
    ],
)
def test_what_the_page_never_sends_is_refused_and_changes_nothing(desk: RunningDesk, body: bytes) -> None:
    """With a reason, not with a fault of ours."""
    before = desk.read("pt")
    status, _, answer = desk.ask("POST", TRACK, body=body, headers={"Idempotency-Key": "k1"})
    assert status == 400
    assert json.loads(answer)["reason"]
    assert desk.read("pt") == before


@pytest.fixture
def details(desk: RunningDesk) -> Iterator[Path]:
    """Title, description and chapters in Portuguese."""
    path = desk.captions("pt").with_suffix(".toml")
    path.write_text(DETAILS, encoding="utf-8")
    yield path
    path.unlink()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'{"field": "title"}',
        b'{"field": "__class__", "before": "", "after": "x"}',
        b'{"field": ["title"], "before": "", "after": "x"}',
        b'{"field": "title", "before": "", "after": {}}',
        b'{"field": "title", "before": "", "after": "\\ud800"}',
        b'{"field": "description", "before": "", "after": "' + b"x" * 60_000 + b'"}',
        b'{"field": "chapter", "startMs": 1e400, "before": "", "after": "x"}',
        b'{"field": "chapter", "startMs": true, "before": "", "after": "x"}',
        b'{"field": "start", "startMs": 0, "before": "", "after": "-1"}',
        b'{"field": "start", "startMs": 0, "before": "", "after": "soon"}',
        b'{"field": "start", "startMs": 0, "before": "", "after": "999999:00:00"}',
        b"[" * 100_000,
    ],
)
def test_a_malformed_title_or_chapter_is_refused_and_changes_nothing(
    desk: RunningDesk, details: Path, body: bytes
) -> None:
    """With a reason, not with a fault of ours."""
    status, _, answer = desk.ask("POST", TRACK + "/details", body=body)
    assert (status, details.read_text()) == (400, DETAILS)
    assert json.loads(answer)["reason"]


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("title", 'x"\n[[chapters]]\nstart = "0:05"\ntitle = "in'),
        ("title", "\\u0000\x00\x1b[2J\u202e"),
        ("description", '"""\ntitle = "in"\n"""'),
        ("description", "one\n\\\n[[chapters]]"),
        ("chapter", 'x"\n#'),
    ],
)
def test_a_text_stays_a_text_in_the_file(desk: RunningDesk, details: Path, field: str, text: str) -> None:
    """It ends no string and begins no chapter, and says the same when it is read again."""
    status, answer = desk.json("POST", TRACK + "/details", {"field": field, "startMs": 0, "before": "", "after": text})
    assert status == 200
    read = tomllib.loads(details.read_text())
    assert set(read) == {"title", "description", "chapters"}
    assert [one["start"] for one in read["chapters"]] == ["0:00", "0:30"]
    again = desk.json("GET", TRACK + "/details")[1]
    assert again.items() <= answer.items()


def test_a_chapter_cannot_begin_where_another_does_or_be_one_that_is_not_there(
    desk: RunningDesk, details: Path
) -> None:
    """Nothing is written."""
    request = {"field": "start", "startMs": 0, "before": "0:00", "after": "0:30"}
    assert desk.json("POST", TRACK + "/details", request)[0] == 422
    assert desk.json("POST", TRACK + "/details", {**request, "startMs": 5_000, "after": "0:10"})[0] == 404
    assert details.read_text() == DETAILS


def test_a_link_in_the_place_of_the_details_is_not_followed(desk: RunningDesk, details: Path) -> None:
    """Neither read nor written."""
    secret = desk.folder / "secret.toml"
    secret.write_text('title = "secret"\n')
    details.unlink()
    details.symlink_to(secret)
    request = {"field": "title", "before": "", "after": "x"}
    for status, answer in (
        desk.json("GET", TRACK + "/details"),
        desk.json("POST", TRACK + "/details", request),
    ):
        assert status >= 400
        assert 'secret"' not in json.dumps(answer)
    assert secret.read_text() == 'title = "secret"\n'


@pytest.mark.parametrize("path", ["/api/replacements", "/api/glossary"])
@pytest.mark.parametrize("body", [b"", b"[]", b'{"source": 5, "places": {}}', b"[" * 100_000])
def test_a_malformed_correction_of_a_word_is_refused(desk: RunningDesk, path: str, body: bytes) -> None:
    """And no glossary is begun by it."""
    assert desk.ask("POST", path, body=body)[0] == 400
    assert not (desk.folder / "glossary.toml").exists()


def test_a_word_is_replaced_in_captions_of_the_workspace_only(desk: RunningDesk) -> None:
    """Whatever name is sent."""
    cue = {"start": 0, "end": 900, "text": "secret"}
    place = {"video": "../..", "language": "secret", "cue": cue, "start": 0, "end": 6}
    status, _ = desk.json("POST", "/api/replacements", {"find": "secret", "put": "x", "places": [place]})
    assert status == 404
    assert "secret" in (desk.folder / "secret.srt").read_text()


@pytest.mark.parametrize("after", [{"start": 5, "end": 5, "text": "x"}, {"start": 1, "end": 9, "text": " \n "}])
def test_an_illegal_caption_is_refused(desk: RunningDesk, after: dict[str, object]) -> None:
    """Empty, or without a duration: players drop it."""
    before = desk.read("pt")
    status, answer = desk.json("POST", TRACK, {"changes": [{"id": "a", "after": after}]}, Idempotency_Key="k2")
    assert (status, desk.read("pt")) == (422, before)
    assert "cannot be shown" in str(answer["reason"])


def test_every_answer_says_what_the_page_may_do(desk: RunningDesk) -> None:
    """A policy without `unsafe`, and nothing is guessed or cached."""
    for path in ("/", "/page/main.js", "/api/workspace", "/nothing"):
        _, headers, _ = desk.ask("GET", path)
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy and "http" not in policy and "*" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] in {"no-store", "no-cache"}


def test_media_are_served_in_ranges(desk: RunningDesk) -> None:
    """A player seeks by asking for a part."""
    size = (desk.folder / "media" / f"{VIDEO}.mp4").stat().st_size
    status, headers, body = desk.ask("GET", f"/media/{VIDEO}", headers={"Range": "bytes=1000-1999"})
    assert (status, len(body), headers["content-range"]) == (206, 1_000, f"bytes 1000-1999/{size}")
    assert desk.ask("GET", f"/media/{VIDEO}", headers={"Range": f"bytes={size}-"})[0] == 416


def test_a_desk_for_other_machines_must_be_asked_for(desk: RunningDesk, capsys: pytest.CaptureFixture[str]) -> None:
    """And says what that means."""
    from pipeline.cli import main

    here = Path.cwd()
    os.chdir(desk.folder)
    try:
        assert main(["desk", "--host", "0.0.0.0", "--no-browser"]) == 2
    finally:
        os.chdir(here)
    assert "--allow-network" in capsys.readouterr().err


def test_small_answers_do_not_wait_for_receipts(desk: RunningDesk) -> None:
    """Headers and body are two packets; without TCP_NODELAY the second one waits 40 ms for the first one's receipt."""
    times = []
    connection = http.client.HTTPConnection("127.0.0.1", desk.port)
    headers = {"Cookie": f"captions-desk-{desk.port}={desk.token}"}
    for _ in range(20):
        begun = time.perf_counter()
        connection.request("GET", "/api/workspace", headers=headers)
        connection.getresponse().read()
        times.append(time.perf_counter() - begun)
    connection.close()
    assert min(times) < 0.03
