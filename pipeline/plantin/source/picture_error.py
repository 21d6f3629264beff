"""What is wrong with a picture, whichever module reads it."""

from __future__ import annotations


class PictureError(ValueError):
    """A picture that no edition can carry, with the ``code`` of its finding: S072, S073, S074, S140."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
