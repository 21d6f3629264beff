"""Packs the extension for Visual Studio Code, without a network: the same files make the same bytes.

python setup/extension.py dist
"""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

_FOLDER = Path(__file__).parent / "vscode"
_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The time of each file in the archive: the first that a ZIP file can say."""
_TYPES = """<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension=".js" \
ContentType="application/javascript"/><Default Extension=".json" ContentType="application/json"/><Default \
Extension=".md" ContentType="text/markdown"/><Default Extension=".txt" ContentType="text/plain"/><Default \
Extension=".vsixmanifest" ContentType="text/xml"/></Types>
"""
_MANIFEST = """<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011" \
xmlns:d="http://schemas.microsoft.com/developer/vsx-schema-design/2011">
  <Metadata>
    <Identity Language="en-US" Id={id} Version={version} Publisher={publisher}/>
    <DisplayName>{display}</DisplayName>
    <Description xml:space="preserve">{description}</Description>
    <Categories>{categories}</Categories>
    <Properties><Property Id="Microsoft.VisualStudio.Code.Engine" Value={engine}/></Properties>
    <License>extension/LICENSE.txt</License>
  </Metadata>
  <Installation><InstallationTarget Id="Microsoft.VisualStudio.Code"/></Installation>
  <Dependencies/>
  <Assets>
    <Asset Type="Microsoft.VisualStudio.Code.Manifest" Path="extension/package.json" Addressable="true"/>
    <Asset Type="Microsoft.VisualStudio.Services.Content.Details" Path="extension/README.md" Addressable="true"/>
    <Asset Type="Microsoft.VisualStudio.Services.Content.License" Path="extension/LICENSE.txt" Addressable="true"/>
  </Assets>
</PackageManifest>
"""


def pack(folder: Path) -> Path:
    """Write the package of the extension into ``folder`` and return its path."""
    package = json.loads((_FOLDER / "package.json").read_text("utf-8"))
    manifest = _MANIFEST.format(
        id=quoteattr(package["name"]),
        version=quoteattr(package["version"]),
        publisher=quoteattr(package["publisher"]),
        display=escape(package["displayName"]),
        description=escape(package["description"]),
        categories=escape(",".join(package["categories"])),
        engine=quoteattr(package["engines"]["vscode"]),
    )
    contents = {"[Content_Types].xml": _TYPES.encode(), "extension.vsixmanifest": manifest.encode()}
    for path in sorted(_FOLDER.iterdir()):
        name = "LICENSE.txt" if path.name == "LICENSE" else path.name
        contents[f"extension/{name}"] = path.read_bytes()
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{package['name']}-{package['version']}.vsix"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return target


if __name__ == "__main__":
    print(pack(Path(sys.argv[1])))
