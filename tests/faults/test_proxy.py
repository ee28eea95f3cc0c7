"""The bad network itself: each fault does what it says, and nothing else does."""

import asyncio
from contextlib import asynccontextmanager
from time import monotonic

import pytest
from websockets.asyncio.client import connect
from websockets.asyncio.server import serve
from websockets.exceptions import ConnectionClosed

from tests.faults.proxy import Proxy

pytestmark = pytest.mark.any_database

REQUEST = "{} / HTTP/1.1\r\nHost: test\r\nContent-Length: {}\r\n\r\n{}"
LARGE = "x" * 1_000_000


@asynccontextmanager
async def echoing():
    """A socket server that answers each frame with the same, behind a proxy."""

    async def echo(socket):
        async for frame in socket:
            await socket.send(frame)

    async with (
        serve(echo, "127.0.0.1", 0, compression=None) as server,
        Proxy(server.sockets[0].getsockname()[1]) as proxy,
    ):
        yield proxy


@asynccontextmanager
async def socket(proxy):
    async with connect(
        f"ws://127.0.0.1:{proxy.port}/", compression=None, ping_interval=None, close_timeout=0.1
    ) as client:
        yield client


@asynccontextmanager
async def counting():
    """A web server that keeps what it was sent, behind a proxy."""
    taken = []

    async def take(reader, writer):
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        taken.append((head.split()[0], await reader.readexactly(length)))
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(take, "127.0.0.1", 0)
    async with server, Proxy(server.sockets[0].getsockname()[1]) as proxy:
        yield proxy, taken


async def ask(proxy, method="GET", body=""):
    reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
    try:
        writer.write(REQUEST.format(method, len(body), body).encode())
        return await reader.read()
    finally:
        writer.close()


async def trip(client, frame="hello"):
    """Seconds until the frame is back."""
    began = monotonic()
    await client.send(frame)
    assert await asyncio.wait_for(client.recv(), 3) == frame
    return monotonic() - began


async def silent(client, seconds=0.2):
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(client.recv(), seconds)


async def test_without_faults_everything_passes():
    async with echoing() as proxy, socket(proxy) as client:
        assert await trip(client, LARGE) < 1
        assert await trip(client) < 0.2
    async with counting() as (proxy, taken):
        assert (await ask(proxy, "POST", "a=1")).endswith(b"ok")
    assert taken == [(b"POST", b"a=1")]


async def test_a_delay_holds_each_way_and_ends_with_the_fault():
    async with echoing() as proxy, socket(proxy) as client:
        proxy.up.set(delay=0.2)
        proxy.down.set(delay=0.1, jitter=0.05)
        assert 0.3 <= await trip(client) < 0.6
        proxy.down.set(delay=30)
        await client.send("held")
        await silent(client)
        proxy.heal()
        assert await asyncio.wait_for(client.recv(), 1) == "held"


async def test_messages_keep_their_order_however_late_they_are():
    async with echoing() as proxy, socket(proxy) as client:
        proxy.down.set(delay=0.01, jitter=0.1)
        for number in range(10):
            await client.send(str(number))
        assert [await client.recv() for _ in range(10)] == [str(number) for number in range(10)]


async def test_a_reset_is_a_reset():
    async with echoing() as proxy:
        reader, _writer = await asyncio.open_connection("127.0.0.1", proxy.port)
        async with socket(proxy) as client:
            await trip(client)
            proxy.reset()
            with pytest.raises(ConnectionClosed):
                await asyncio.wait_for(client.recv(), 1)
            with pytest.raises(ConnectionResetError):
                await asyncio.wait_for(reader.read(), 1)
    assert proxy.counts["reset"] == 2


async def test_a_share_of_the_connections_is_reset():
    async with echoing() as proxy, socket(proxy), socket(proxy), socket(proxy), socket(proxy):
        proxy.reset(share=0.5)
        assert proxy.counts["reset"] == 2


@pytest.mark.parametrize("way", ["up", "down"])
async def test_a_black_hole_swallows_and_its_victims_are_reset_by_healing(way):
    async with echoing() as proxy, socket(proxy) as victim, socket(proxy) as spared:
        await trip(victim)
        getattr(proxy, way).set(swallow=True)
        await victim.send("lost")
        await silent(victim)
        proxy.heal()
        assert await trip(spared) < 0.5
        with pytest.raises(ConnectionClosed):
            await asyncio.wait_for(victim.recv(), 1)


async def test_a_black_hole_accepts_new_connections_and_says_nothing():
    async with counting() as (proxy, taken):
        proxy.up.set(swallow=True)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(ask(proxy, "POST", "a=1"), 0.2)
    assert (taken, proxy.counts["swallowed"]) == ([], 1)


async def test_a_repeated_frame_comes_twice_and_a_ping_once():
    async with echoing() as proxy, socket(proxy) as client:
        proxy.down.set(repeat=1.0)
        await client.send("twice")
        assert [await client.recv(), await client.recv()] == ["twice", "twice"]
        await asyncio.wait_for(await client.ping(), 1)
        await silent(client)
        proxy.heal()
        await trip(client)
        await silent(client)


async def test_a_repeated_request_reaches_the_program_twice_and_is_answered_once():
    async with counting() as (proxy, taken):
        proxy.up.set(repeat=1.0)
        answer = await ask(proxy, "POST", "a=1")
        await asyncio.sleep(0.1)
    assert (answer.count(b"HTTP/1.1 200"), taken) == (1, [(b"POST", b"a=1")] * 2)


async def test_a_slow_reader_gets_byte_by_byte_until_healing():
    async with echoing() as proxy, socket(proxy) as client:
        proxy.down.set(rate=20)
        assert 0.2 < await trip(client, "abc") < 0.6
        proxy.down.set(rate=1)
        await client.send("much longer than a second allows")
        await silent(client)
        proxy.heal()
        assert await asyncio.wait_for(client.recv(), 1) == "much longer than a second allows"


async def test_the_program_feels_who_does_not_read():
    sent = 0

    async def pour(socket):
        nonlocal sent
        while True:
            await socket.send(LARGE)
            sent += 1

    async with (
        serve(pour, "127.0.0.1", 0, compression=None) as server,
        Proxy(server.sockets[0].getsockname()[1]) as proxy,
    ):
        proxy.down.set(rate=0)
        reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
        key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13"
        writer.write(
            f"GET / HTTP/1.1\r\nHost: test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n{key}\r\n\r\n".encode()
        )
        await asyncio.sleep(0.5)
        held = sent
        await asyncio.sleep(0.3)
        assert sent == held < 100
        proxy.heal()
        await asyncio.wait_for(reader.readexactly(2_000_000), 2)
        writer.transport.abort()
