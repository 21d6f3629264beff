"""What is wrong with a picture, whichever module reads it."""

from __future__ import annotations


class PictureError(ValueError):
    """A picture that no edition can carry: ``code`` is that of the finding (S072, S073, S074, S140), the message
    follows its name.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
