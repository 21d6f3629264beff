"""Archives that do not record when or on which system they were made."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping


def zip_files(files: Mapping[str, bytes], *, level: int = 9, mode: int = 0o100644) -> bytes:
    """Return the archive of ``files`` in their order, deflated at ``level``, the same for the same files. The media
    type of an OCF container, which readers look for first, and sound are stored (EPUB 3.3, 4.2).
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 3
            entry.external_attr = mode << 16
            stored = name == "mimetype" or name.endswith(".mp3")
            archive.writestr(entry, content, zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED, level)
    return buffer.getvalue()
