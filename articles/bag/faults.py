from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError


class BagFault(ValueError):
    """Why a file is not the bag of an archive, in words for its operator."""


class NotEmpty(ValueError):
    """A bag goes into an empty archive only. Says what is there."""


@contextmanager
def said_of(place: str) -> Iterator[None]:
    """What is wrong with a record is said of its place."""
    try:
        yield
    except BagFault:
        raise
    except KeyError as fault:
        raise BagFault(f"{place}: there is no {str(fault.args[0])[:100]!r}") from None
    except ValidationError as fault:
        raise BagFault(f"{place}: {' '.join(fault.messages)[:300]}") from None
    except (TypeError, AttributeError):
        raise BagFault(f"{place}: it has not the shape of a record") from None
    except (ValueError, ArithmeticError) as fault:
        raise BagFault(f"{place}: {' '.join(str(fault).split())[:300]}") from None
