"""The rules of the house: sizes, names, and that every finding has its row in the docs."""

from __future__ import annotations

import ast
import io
import re
import subprocess
import tokenize
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from plantin.findings import registry

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "pipeline" / "plantin"
MODULES = sorted(PACKAGE.rglob("*.py"))
MEANINGLESS = {"utils", "util", "helpers", "helper", "common", "base", "manager", "managers", "misc"}
WORDS = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])")


def tracked(*suffixes: str) -> list[Path]:
    """The files of the project with one of these endings, or all files."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    return [
        ROOT / name
        for name in listed.stdout.split("\0")
        if name and name.endswith(suffixes or ("",)) and (ROOT / name).is_file()
    ]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """All nodes of a module, the module first."""
    return tuple(ast.walk(ast.parse(path.read_text("utf-8"))))


def faults_of_size(path: Path) -> Iterator[str]:
    """What of a module does not fit in the head."""
    text = path.read_text("utf-8")
    module = nodes(path)[0]
    if text.count("\n") > 500:
        yield "has more than 500 lines"
    if text.strip() and not (isinstance(module, ast.Module) and ast.get_docstring(module)):
        yield "does not say what it is for"
    for node in nodes(path):
        if (
            isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            and node.end_lineno
            and node.end_lineno - node.lineno + 1 > 60
        ):
            yield f"has a function of more than 60 lines, {node.name}"
        if isinstance(node, ast.ExceptHandler) and node.type is None:
            yield f"has a bare except in line {node.lineno}, which swallows what it should not"


def test_every_module_fits_in_the_head() -> None:
    assert [f"{name_of(path)} {fault}" for path in MODULES for fault in faults_of_size(path)] == []


def named(path: Path) -> Iterator[str]:
    """The names that a file gives: its own and those of its folders, of its functions and classes; those of tests are
    sentences.
    """
    yield from path.relative_to(ROOT).with_suffix("").parts
    if path.suffix == ".py":
        for node in nodes(path):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith(
                "test_"
            ):
                yield node.name


_MOST_LINES = {
    "core": 65_539, "akn": 2_100, "braille": 4_726, "conformance": 1_385, "desk": 3_908, "exchange": 2_900, "family": 1_066, "farm": 900, "imports": 15_392, "plain": 1_900, "print_shop": 900,
    "publish": 4_465, "revision": 3_000, "sound": 3_395, "tactile": 2_792,
}  # fmt: skip
"""The most lines of Python of the core and of each pack (decision 0182)."""


def test_the_core_and_each_pack_keep_to_their_lines() -> None:
    lines = Counter[str]()
    for path in MODULES:
        parts = path.relative_to(PACKAGE).parts
        lines[parts[1] if parts[0] == "packs" and len(parts) > 2 else "core"] += path.read_text("utf-8").count("\n")
    assert set(lines) == set(_MOST_LINES), "each pack has a bound of its own"
    over = {name: count for name, count in lines.items() if count > _MOST_LINES[name]}
    assert over == {}, "remove as many lines as are new, or raise the bound with a decision"


def test_no_name_is_without_meaning() -> None:
    paths = tracked() or MODULES
    found = [
        f"{name_of(path)}: {name}"
        for path in paths
        for name in named(path)
        if {w.lower() for w in WORDS.findall(name)} & MEANINGLESS
    ]
    assert found == []


def codes(folder: str) -> set[str]:
    """The finding codes that the code raises."""
    pattern = re.compile(r'"((?:[A-Z]|[A-Z]{3})\d{3})"')
    return {code for path in (ROOT / folder).rglob("*.py") for code in pattern.findall(path.read_text("utf-8"))}


def test_every_finding_has_its_row_and_every_row_its_finding() -> None:
    assert set(registry.codes()) == codes("pipeline")


def test_the_table_of_findings_is_whole() -> None:
    for row in registry.codes().values():
        assert row.section in registry.sections(), f"{row.code} belongs to no section"
        assert row.title, f"{row.code} does not say what is wrong"
        assert row.help, f"{row.code} does not say how to fix it"


def test_every_finding_is_caught_in_a_test() -> None:
    modules = [path for path in (ROOT / "tests").rglob("*.py") if path != Path(__file__)]
    tested = {code for path in modules for code in re.findall(r"\b(?:[A-Z]|[A-Z]{3})\d{3}\b", path.read_text("utf-8"))}
    spoilt = {path.parent.name for path in (ROOT / "tests" / "spoilt" / "source").glob("*/report.md")}
    assert sorted(set(registry.codes()) - tested - spoilt) == [], "a check that never caught anything may not be there"


def test_the_architecture_page_names_every_room() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    rooms = [path for path in PACKAGE.iterdir() if not path.name.startswith("_") and path.name != "py.typed"]
    assert [room.name for room in rooms if f"`{room.name}/`" not in page and f"`{room.name}`" not in page] == []


def test_no_hint_names_what_only_a_checkout_has() -> None:
    """Whoever installed the package has no Makefile and no folder of documentation."""
    for path in MODULES:
        described = {id(node.value) for node in nodes(path) if isinstance(node, ast.Expr)}
        for node in nodes(path):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in described:
                assert not re.search(r"`make |\bdocs/", node.value), f"{path.name}: {node.value}"


def test_programs_and_processes_are_started_in_one_place() -> None:
    """What is started elsewhere has no bounds, and outlives the command."""
    starting = re.compile(
        r"^ *(?:import|from) (?:subprocess|multiprocessing|pypandoc)\b|\bos\.(?:system|popen|fork|spawn|exec)",
        re.MULTILINE,
    )
    found = {path.relative_to(ROOT).as_posix() for path in MODULES if starting.search(path.read_text("utf-8"))}
    assert found == {"pipeline/plantin/bounded/process.py", "pipeline/plantin/bounded/workers.py"}


def test_the_root_of_the_package_holds_few_modules() -> None:
    assert len(list(PACKAGE.glob("*.py"))) <= 4
    assert len([path for path in PACKAGE.iterdir() if path.is_dir() and path.name != "__pycache__"]) <= 20


def test_the_repository_speaks_of_the_project_alone() -> None:
    for path in tracked(".py", ".md", ".toml", ".sh", ".css", ".po"):
        if path != Path(__file__):
            assert "/work" + "/" not in path.read_text("utf-8", errors="replace"), (
                f"{name_of(path)} names a path of one machine"
            )


UNIDIOMATIC = re.compile(
    r"\b(?:[Tt]old|[Ss]aid|lies|[Mm]end(?:s|ed|ing)?|going over|go(?:es)? over|that none of|gives? leave)\b"
    r"|(?<!there )\b(?:is|are|was|were) none\b|\bstands?\b(?! (?:for|alone|out)\b|-)"
    r"|\b(?:comes?|came|brings?|brought) (?:\w+ )?home\b|\bha(?:s|ve) not got\b|\b[Tt]ak(?:es?|en) (?:\w+ ){0,2}away\b"
)
"""What plain technical English does not say: "reported", "is in", "is not", "fix", "remove", "exceeds" take their place."""


def prose(path: Path) -> Iterator[str]:
    """The comments, docstrings and other texts of a module, line by line; single words, CSS classes and code are left out."""
    for node in nodes(path):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
            yield from re.sub('class="[a-z]+"|``[^`]*``', "", node.value).splitlines()
    for token in tokenize.generate_tokens(io.StringIO(path.read_text("utf-8")).readline):
        if token.type == tokenize.COMMENT:
            yield token.string


def test_sentences_are_plain_technical_english() -> None:
    lines = [(table, line) for table in PACKAGE.rglob("codes.toml") for line in table.read_text("utf-8").splitlines()]
    lines += [(path, line) for path in MODULES for line in prose(path)]
    assert [f"{name_of(path)}: {line.strip()}" for path, line in lines if UNIDIOMATIC.search(line)] == []


def test_unidiomatic_words_are_found() -> None:
    for line in ("it is told", "a list that is none", "how to mend it", "stands on no page", "goes over a bound"):
        assert UNIDIOMATIC.search(line), line
    for line in ("empty where there is none", "{} stands for the number", "it is reported"):
        assert not UNIDIOMATIC.search(line), line


SEAMS = {"pipeline/plantin/writers/pdf/replacements.py": 10, "pipeline/plantin/writers/pdf/caches.py": 9}
"""The modules that list functions of the layout engine to be replaced, and how many at most."""
CHANGES_OF_OTHERS = {
    "pipeline/plantin/writers/engine.py": ["setattr", "ctypes.util.find_library"] * 2,
    "pipeline/plantin/writers/pdf/drawing_text.py": ["element.__class__"],
    "pipeline/plantin/writers/epub/container.py": [
        *("EpubWriter._write_container", "EpubWriter._write_items"),
        *("EpubWriter._write_opf", "EpubWriter._write_opf_file"),
    ],
    "pipeline/plantin/cli/arguments.py": [
        *("ArgumentParser._option_string_actions", "ArgumentParser._subparsers", "HelpFormatter._indent_increment"),
    ],
    "pipeline/plantin/bounded/workers.py": ["tempfile.tempdir"],
    "pipeline/plantin/source/raster_images.py": ["ImageFile.LOAD_TRUNCATED_IMAGES"] * 2,
    "pipeline/plantin/writers/pdf/formulas.py": ["config.svg2"],
}
"""All that changes code of others or builds on what is private in it, by modules: set for a while and put back, of the
layout engine and while it is loaded; the class of elements of a drawing; the steps of EbookLib's writer; what argparse
has no door for; settings that a library keeps in its module.
"""


def bent(tree: tuple[ast.AST, ...]) -> Iterator[str]:
    """What of a module rewrites or replaces code of others, or builds on what is private in it."""
    imports = [node for node in tree if isinstance(node, ast.Import | ast.ImportFrom)]
    theirs = {
        (alias.asname or alias.name).split(".")[0]
        for node in imports
        for alias in node.names
        if not (node.module or "" if isinstance(node, ast.ImportFrom) else alias.name).startswith("plantin")
    }
    for node in tree:
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"exec", "eval", "compile", "inspect.getsource"}:
            yield ast.unparse(node.func)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"setattr", "delattr"} and node.args:
            changed = ast.unparse(node.args[0]).split(".")[0]
            yield from () if changed in {"self", "sys"} else ("setattr",)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store | ast.Del):
            root, *attributes = ast.unparse(node).split(".")
            if node.attr == "__class__" or (root in theirs and all(map(str.isidentifier, attributes))):
                yield ast.unparse(node)
        if isinstance(node, ast.ClassDef):
            for base in node.bases:
                if ast.unparse(base).split(".")[0].split("[")[0] in theirs:
                    yield from (f"{ast.unparse(base).split('.')[-1]}.{name}" for name in inherited(node))


def inherited(kind: ast.ClassDef) -> Iterator[str]:
    """The private names that a class uses and does not give: they are those of the class that it inherits from."""
    used = [node for node in ast.walk(kind) if isinstance(node, ast.Attribute) and re.match("_(?!_)", node.attr)]
    given = {node.name for node in kind.body if isinstance(node, ast.FunctionDef)}
    given |= {node.attr for node in used if isinstance(node.ctx, ast.Store)}
    for node in used:
        if (owner := ast.unparse(node.value)) == "super()" or (owner == "self" and node.attr not in given):
            yield node.attr


def test_code_of_others_is_changed_in_few_places_and_rewritten_in_none() -> None:
    found = {name_of(path): sorted(faults) for path in MODULES if (faults := [*bent(nodes(path))])}
    assert found == {name: sorted(faults) for name, faults in CHANGES_OF_OTHERS.items()}
    rows = {}
    for name in SEAMS:
        tuples = [node for node in nodes(ROOT / name) if isinstance(node, ast.Tuple) and len(node.elts) == 3]
        rows[name] = sum(
            isinstance(row.elts[1], ast.Constant) and not isinstance(row.elts[2], ast.Constant) for row in tuples
        )
    assert rows == SEAMS


def test_what_bends_code_of_others_is_found() -> None:
    for line in (
        "import weasyprint.pdf\nweasyprint.pdf.add_tags = print",
        "from weasyprint.layout import inline\ninline.strut = print",
        "import pydyf as p\np.PDF.write = print",
        "import ctypes.util\nctypes.util.find_library = print",
        "setattr(x, 'y', 1)",
        "exec('1')",
        "import inspect\ninspect.getsource(print)",
        "x.__class__ = int",
        "from ebooklib import epub\nclass A(epub.B):\n def c(self): self._write()",
        "from ebooklib.epub import B\nclass A(B):\n def _write(self): super()._write()",
    ):
        assert list(bent(tuple(ast.walk(ast.parse(line))))), line
    for line in (
        "import re, pydyf\nx.y = re.compile(pydyf.z)",
        "from x import B\nclass A(B):\n def c(self): self._own()\n def _own(self): self._d = self._d",
    ):
        assert not list(bent(tuple(ast.walk(ast.parse(line))))), line
