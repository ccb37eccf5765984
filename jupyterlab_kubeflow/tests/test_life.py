"""The gateway's life: started when needed, started again, never left behind."""

import asyncio
import contextlib
import os
import signal
import time

import httpx
import pytest
from served import TOKEN, eventually, is_running

GONE = (signal.SIGTERM, signal.SIGKILL)


def code_of(answer):
    return answer.status_code, answer.json()["problem"]["code"]


def sockets(server):
    """Folders of gateways' sockets."""
    return list(server.sockets.glob("jkf-*"))


def starts(server):
    return (server.folder / "starts").read_text().splitlines()


def test_nothing_is_started_before_it_is_asked(real):
    assert real.gateways() == []
    assert sockets(real) == []


def test_the_socket_is_for_this_user_alone(real):
    assert real.token_client().get("health").status_code == 200
    (folder,) = sockets(real)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "gateway.sock").stat().st_mode & 0o777 == 0o600


def test_many_first_requests_start_one_gateway(real):
    async def ask():
        headers = {"Authorization": f"token {TOKEN}"}
        async with httpx.AsyncClient(base_url=real.url, headers=headers) as client:
            answers = [client.get("health", timeout=60) for _ in range(20)]
            return await asyncio.gather(*answers)

    assert {answer.status_code for answer in asyncio.run(ask())} == {200}
    assert len(real.gateways()) == 1


def came_back(client):
    """Ask until it answers: one that keeps dying is started again after a second."""
    for _ in range(100):
        answer = client.get("health")
        if answer.status_code == 200:
            return True
        assert "the next try is in" in answer.text
        time.sleep(0.1)
    return False


def test_the_next_request_starts_another(real):
    client = real.token_client()
    seen = set()
    for _ in range(2):
        assert client.get("health").status_code == 200
        seen.add(real.gateway())
        os.kill(real.gateway(), signal.SIGKILL)
    assert came_back(client)
    assert real.gateway() not in seen
    assert len(sockets(real)) == 1


def test_a_feed_that_lost_its_gateway_closes_and_can_be_opened(fake):
    header = [f"Authorization: token {TOKEN}"]
    feed = fake.open_feed(header=header)
    feed.send("die")
    assert feed.recv() in ("", b"\x03\xf4gateway gone")
    feed.close()
    feed = fake.open_feed(header=header)
    feed.send("hello")
    assert feed.recv() == "heard hello"
    feed.close()


def test_a_gateway_lost_before_its_answer_is_a_problem(fake):
    client = fake.token_client()
    assert code_of(client.get("die/before")) == (503, "gateway-lost")
    assert client.get("health").status_code == 200


def test_a_gateway_lost_amid_its_answer_is_no_whole_answer(fake):
    client = fake.token_client()
    with pytest.raises(httpx.RemoteProtocolError):
        client.get("die/amid")
    assert client.get("health").status_code == 200
    assert "Traceback" not in fake.log


def test_one_that_cannot_start_says_why_and_waits_longer_each_time(fake):
    refusal = fake.folder / "refusal"
    refusal.write_text("✗ The disk is full.")
    client = fake.token_client()
    before = len(starts(fake))
    for _ in range(2):
        answer = client.get("health")
        assert code_of(answer) == (503, "gateway-not-started")
        assert answer.json()["problem"]["params"] == {"detail": "The disk is full"}
    assert len(starts(fake)) == before + 2
    for _ in range(20):
        detail = client.get("health").json()["problem"]["params"]["detail"]
        assert detail.startswith("The disk is full; the next try is in ")
    assert len(starts(fake)) == before + 2
    assert "The disk is full" in client.get("gateway/log").text
    refusal.unlink()
    assert client.post("gateway/restart").status_code == 204
    assert client.get("health").status_code == 200


def test_a_feed_without_a_gateway_says_why(fake):
    (fake.folder / "refusal").write_text("✗ The disk is full.")
    feed = fake.open_feed(header=[f"Authorization: token {TOKEN}"])
    assert '"code": "gateway-not-started"' in feed.recv()
    feed.close()


def test_restarting_ends_the_old_one(real):
    client = real.token_client()
    client.get("health")
    old = real.gateway()
    assert client.post("gateway/restart").status_code == 204
    assert not is_running(old)
    assert client.get("health").status_code == 200
    assert real.gateway() != old


@pytest.mark.parametrize("how", GONE)
def test_a_gateway_does_not_outlive_its_server(mortal, how):
    mortal.token_client().get("health")
    pid = mortal.gateway()
    mortal.stop(how)
    eventually("the gateway's end", lambda: not is_running(pid))
    eventually("the end of its folder", lambda: sockets(mortal) == [])


def test_a_server_that_is_killed_amid_a_start_leaves_nothing(mortal):
    headers = {"Authorization": f"token {TOKEN}"}
    with contextlib.suppress(httpx.TransportError):
        httpx.get(f"{mortal.url}health", headers=headers, timeout=0.01)
    pids = eventually("the start", mortal.gateways)
    mortal.stop(signal.SIGKILL)
    eventually("the end of all", lambda: not any(map(is_running, pids)))


def test_nothing_stays_a_zombie(real):
    client = real.token_client()
    for _ in range(3):
        client.get("health")
        os.kill(real.gateway(), signal.SIGKILL)
        time.sleep(0.05)
        client.post("gateway/restart")
    eventually("the end of all", lambda: real.gateways() + real.zombies() == [])
