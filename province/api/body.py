"""Body: a request's bytes, read up to a limit."""

from fastapi import Request


async def read_body(request: Request, limit: int) -> bytes | None:
    """Return the body, None once it is longer than `limit` bytes."""
    stated = request.headers.get("content-length", "")
    if stated.isdigit() and int(stated) > limit:
        return None
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > limit:
            return None
        chunks.append(chunk)
    return b"".join(chunks)
