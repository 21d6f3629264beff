"""What a file for a printer says of itself: PDF/X-4 (ISO 15930-7) beside PDF/UA-1 and PDF/A-3a."""

from __future__ import annotations

from plantin.writers.pdf.metadata import UA1, UA_SCHEMA, Standard, describe_extension, describe_schema

_X_SCHEMA = describe_schema(
    "PDF/X identification schema",
    "http://www.npes.org/pdfx/ns/id/",
    "pdfxid",
    "GTS_PDFXVersion",
    "Text",
    "Version of PDF/X that the file conforms to",
)
_TRAPPING = describe_schema(
    "Adobe PDF schema", "http://ns.adobe.com/pdf/1.3/", "pdf", "Trapped", "Text", "Whether the file has been trapped"
)
X4 = Standard(
    variant="pdf/a-3a",
    version="1.6",
    intent="none",
    pdf2=False,
    claims=f"{UA1.claims}<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion><pdf:Trapped>False</pdf:Trapped>",
    further=describe_extension(UA_SCHEMA, _X_SCHEMA, _TRAPPING),
)
