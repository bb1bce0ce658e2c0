"""Which of the media types that a route has a caller likes best (RFC 9110, section 12.5.1)."""

from collections.abc import Sequence


def preferred(accept: str, offered: Sequence[str]) -> str:
    """The type with the highest weight, the first of equals; a wildcard counts for the first alone."""
    best, most = offered[0], 0.0
    for at, media_type in enumerate(offered):
        weight = _weight_of(media_type, accept, wild=at == 0)
        if weight > most:
            best, most = media_type, weight
    return best


def _weight_of(media_type: str, accept: str, *, wild: bool) -> float:
    names = {media_type, f"{media_type.partition('/')[0]}/*", "*/*"} if wild else {media_type}
    weights = [0.0]
    for choice in accept.lower().split(","):
        name, *parameters = (part.strip() for part in choice.split(";"))
        if name in names:
            weights.append(next((_number(part[2:]) for part in parameters if part.startswith("q=")), 1.0))
    return max(weights)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
