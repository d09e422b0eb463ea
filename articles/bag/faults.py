from __future__ import annotations


class BagFault(ValueError):
    """Why a file is not the bag of an archive, in words for its operator."""


class NotEmpty(ValueError):
    """A bag goes into an empty archive only. Says what is there."""
