import asyncio


async def test_hang(mongodb_uri: str, database_name: str) -> None:
    open("/tmp/hang.started", "w").close()
    await asyncio.sleep(60)
