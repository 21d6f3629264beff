"""Corrections of WeasyPrint 70's layout of notes, in force only inside ``corrected()``.

1. A note area whose borders and paddings do not add up exactly in binary is taken for overfull: every note goes to the
   next page, and some are lost (Kozea/WeasyPrint #2502). A hundredth of a pixel of tolerance mends it.
2. Where a later paragraph's lines do not fit, the page's notes are thrown to the next page to win one line, away from
   their calls. Only notes called in that paragraph may be, and only those whose ``footnote-policy`` lets them part from
   their call.
3. A note is never divided: a page ends early, and a note longer than a page is cut off at its edge. Some lines ask
   ``note_fragmentation``, in their source ``overleaf``, and ``note_pages`` instead.

A correction holds for the line it was written for: where the library's source differs, ``corrected()`` refuses.
"""

from __future__ import annotations

import inspect
import re
import textwrap
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from plantin.findings import Finding, Place, ToolError
from plantin.writers.pdf import (
    bare_boxes,
    layout_leftovers,
    marker_styles,
    note_fragmentation,
    note_layouts,
    note_pages,
    parsed_sheets,
    style_sharing,
    text_setup,
    used_values,
)
from plantin.writers.pdf.label_boxes import LabelBoxes
from plantin.writers.pdf.preferred_width import shrink_to_fit

# The library's functions are replaced for the whole process, so one document is set at a time.
_ONE_AT_A_TIME = threading.RLock()


@dataclass(frozen=True, slots=True)
class Correction:
    """In ``owner.name`` of ``module``, the lines ``old`` (exactly once there) become ``new``."""

    module: str
    owner: str
    name: str
    old: str
    new: str

    @property
    def function(self) -> tuple[str, str, str]:
        """The function that is corrected."""
        return self.module, self.owner, self.name


CORRECTIONS = (
    Correction(
        "weasyprint.layout",
        "LayoutContext",
        "_update_footnote_area",
        "overflow = last_child_bottom > footnote_area_bottom\n",
        "overflow = last_child_bottom > footnote_area_bottom + 0.01\n",
    ),
    Correction(
        "weasyprint.layout",
        "LayoutContext",
        "_update_footnote_area",
        "footnote_area = block_level_layout(\n    self, footnote_area, -inf, None,\n   "
        " self.current_footnote_area.page)[0]\n",
        "footnote_area = overleaf.set_notes(self, footnote_area)\n",
    ),
    Correction(
        "weasyprint.layout.block",
        "",
        "_linebox_layout",
        "while report and context.current_page_footnotes:\n",
        "while report and any(note.style['footnote_policy'] == 'auto' for note in context.current_page_footnotes[-1:]"
        " if note in new_footnotes):\n",
    ),
    Correction(
        "weasyprint.layout.block",
        "",
        "_linebox_layout",
        "for i, (line, resume_at) in enumerate(lines_iterator):\n",
        "lines_iterator = overleaf.Lines(lines_iterator)\nfor i, (line, resume_at) in enumerate(lines_iterator):\n",
    ),
    Correction(
        "weasyprint.layout.block",
        "",
        "_linebox_layout",
        "context.reported_footnotes or\ncontext.overflows_page(bottom_space, new_position_y + offset_y))\n",
        "context.reported_footnotes or\noverleaf.overflows("
        "context, footnote, lines_iterator, len(new_children), box, bottom_space, new_position_y + offset_y,"
        " first=page_is_empty and not new_children))\n",
    ),
    # A box without a note was looked for among all the notes that are still to come.
    Correction(
        "weasyprint.layout.block",
        "",
        "_linebox_layout",
        "if descendant.footnote in context.footnotes)\n",
        "if descendant.footnote is not None and descendant.footnote in context.footnotes)\n",
    ),
    Correction(
        "weasyprint.layout.page",
        "",
        "make_page",
        "footnote_area = block_level_layout(\n    context, footnote_area, bottom_space=-inf, skip_stack=None,\n"
        "    containing_block=footnote_area.page, page_is_empty=True,\n"
        "    absolute_boxes=positioned_boxes, fixed_boxes=positioned_boxes)[0]\n",
        "footnote_area = overleaf.set_notes(context, footnote_area, positioned_boxes)\n",
    ),
    # A page that is a note's alone is made like a blank one, with the heads and the number of any other.
    *(
        Correction(
            "weasyprint.layout.page",
            "",
            "make_page",
            f"if page_type.blank:\n{then}",
            f"if page_type.blank or note_pages.sharing(context).alone:\n{then}",
        )
        for then in ("    previous_resume_at = resume_at\n", "    resume_at = previous_resume_at\n")
    ),
    Correction(
        "weasyprint.layout.page",
        "",
        "make_page",
        "page.children = [root_box, footnote_area, note_area]\n",
        "page.children = [root_box, footnote_area, note_area]\noverleaf.hand_on(context, page_number)\n",
    ),
    Correction(
        "weasyprint.layout.page",
        "",
        "remake_page",
        "page_type = PageType(side, blank, name, index, groups)\n",
        "page_type = PageType(side, note_pages.is_blank(context, without_text=blank), name, index, groups)\n",
    ),
    # A page after the last of the text, for the rest of a note, is made again when what it is given changed.
    Correction(
        "weasyprint.layout.page",
        "",
        "remake_page",
        "remake_state['content_changed'] = resume_at is not None\n",
        "remake_state['content_changed'] = resume_at is not None or bool(context.reported_footnotes)\n",
    ),
    # Where a target is named by an attribute, it is not known whose page number changed: the number of an earlier round
    # stayed. And the counters that are asked of the target were taken for counters of the row.
    Correction(
        "weasyprint.formatting_structure.build",
        "",
        "compute_content_list",
        "missing_counters = missing_target_counters.setdefault(\n    anchor_name, [])\n"
        "if counter_name not in missing_counters:\n    missing_counters.append(counter_name)\n",
        "if anchor_token[0] == 'attr()':\n    anchor_name = parent_box.element.get(anchor_token[1][0],"
        " '').removeprefix('#')\nmissed = missing_target_counters.setdefault(anchor_name, [])\nif counter_name not in"
        " missed:\n    missed.append(counter_name)\n",
    ),
    # A row is worded anew, and its page made again, when a counter that it asks for changed, not when any did: from the
    # second round on the number of all pages is known, which is a counter of each page.
    Correction(
        "weasyprint.css.targets",
        "TargetCollector",
        "cache_target_page_counters",
        "if item.cached_page_counter_values != page_counter_values:\n",
        "before = item.cached_page_counter_values\nif before != page_counter_values:\n",
    ),
    Correction(
        "weasyprint.css.targets",
        "TargetCollector",
        "cache_target_page_counters",
        "if counter_value is not None:\n",
        "if counter_value is not None and counter_value != before.get(counter_name):\n",
    ),
    # The sides on which a box has lost its edges: with a set for each box, nearly all empty, they are a twentieth of
    # the memory of a page.
    *(
        Correction(
            "weasyprint.formatting_structure.boxes",
            name,
            function,
            f"self.remove_decoration_sides{old}\n",
            f"self.remove_decoration_sides{new}\n",
        )
        for name, function, old, new in (
            ("Box", "__init__", " = set()", " = ()"),
            ("ParentBox", "copy_with_children", " = set()", " = ()"),
            ("ParentBox", "_reset_spacing", ".add(side)", " += (side,)"),
        )
    ),
    Correction("weasyprint.layout", "", "make_all_pages", "if (len(pages) == 0 or\n", "if (i >= len(pages) or\n"),
    Correction(
        "weasyprint.layout",
        "",
        "make_all_pages",
        "reported_footnotes = None\nyield pages[i]\n",
        "context.reported_footnotes = reported_footnotes = overleaf.handed_on(context, i + 1)\nyield pages[i]\n",
    ),
)


@contextmanager
def corrected(corrections: tuple[Correction, ...] = CORRECTIONS) -> Iterator[None]:
    """WeasyPrint with its layout corrected, restored at the end. Raises ToolError (D012) where its source is not the
    one known.
    """
    with _ONE_AT_A_TIME, replaced(functions(corrections)), replaced(_wrapped()):
        yield


def functions(corrections: tuple[Correction, ...]) -> list[tuple[Any, str, Callable[..., Any]]]:
    """The functions that ``corrections`` make, as ``replaced`` takes them: each is made once in a process. Raises
    ToolError (D012).
    """
    names = dict.fromkeys(one.function for one in corrections)
    return [
        (owner(*name), name[-1], _function(name, tuple(one for one in corrections if one.function == name)))
        for name in names
    ]


def _wrapped() -> list[tuple[Any, str, Callable[..., Any]]]:
    """The functions of the engine that are told when a note comes to a page or leaves it, and what reads its sheets."""
    import weasyprint.css
    import weasyprint.document
    from weasyprint.layout import LayoutContext as Context
    from weasyprint.layout import absolute, background, block, inline
    from weasyprint.text import line_break

    labels = LabelBoxes(inline.inline_block_box_layout, inline.inline_block_width)
    return [
        (weasyprint.document, "layout_document", layout_leftovers.let_go(weasyprint.document.layout_document)),
        (weasyprint.css, "CSS", parsed_sheets.once(weasyprint.css.CSS)),
        (weasyprint.css, "ComputedStyle", style_sharing.shared(weasyprint.css.ComputedStyle)),
        (block, "block_level_layout", note_layouts.once(block.block_level_layout)),
        (weasyprint.css.StyleFor, "__init__", marker_styles.matched_where_asked_for(weasyprint.css.StyleFor.__init__)),
        (
            weasyprint.css.StyleFor,
            "set_computed_styles",
            marker_styles.where_asked_for(weasyprint.css.StyleFor.set_computed_styles),
        ),
        *(
            (module, "resolve_percentages", used_values.once_a_style(module.resolve_percentages))
            for module in (absolute, block, inline)
        ),
        (background, "layout_box_backgrounds", bare_boxes.left_out(background.layout_box_backgrounds)),
        (inline, "shrink_to_fit", shrink_to_fit),
        (inline, "inline_block_box_layout", labels.box),
        (inline, "inline_block_width", labels.width),
        (inline, "strut", text_setup.strut_once(inline.strut)),
        (absolute, "shrink_to_fit", shrink_to_fit),
        (line_break.Layout, "setup", text_setup.once_a_style(line_break.Layout.setup)),
        (line_break, "_font_style_cache_key", text_setup.keyed_once(line_break._font_style_cache_key)),  # noqa: SLF001
        (Context, "layout_footnote", note_fragmentation.layout_footnote(Context.layout_footnote)),
        (Context, "unlayout_footnote", note_fragmentation.taking_back(Context.unlayout_footnote)),
        (Context, "report_footnote", note_fragmentation.taking_back(Context.report_footnote)),
    ]


@contextmanager
def replaced(names: list[tuple[Any, str, Callable[..., Any]]]) -> Iterator[None]:
    """Each ``name`` of an ``owner`` is replaced by another function, until the end."""
    with _ONE_AT_A_TIME:
        before = [(place, name, getattr(place, name)) for place, name, _ in names]
        try:
            for place, name, function in names:
                setattr(place, name, function)
            yield
        finally:
            for place, name, function in before:
                setattr(place, name, function)


def owner(module: str, name: str, _function: str = "") -> Any:
    """The module, or the class in it (``name``), whose function is corrected."""
    import importlib

    found = importlib.import_module(module)
    return getattr(found, name) if name else found


@cache
def _function(function: tuple[str, str, str], corrections: tuple[Correction, ...]) -> Callable[..., Any]:
    known = getattr(owner(*function), function[-1])
    source = textwrap.dedent(inspect.getsource(known))
    for one in corrections:
        source = _corrected(source, one)
    scope: dict[str, Any] = {}
    # The library's own source, some of its lines changed, as a function within one that is given the modules that it
    # asks.
    whole = f"def made(overleaf, note_pages):\n{textwrap.indent(source, '    ')}\n    return {known.__name__}\n"
    exec(compile(whole, f"<corrected {known.__name__}>", "exec"), known.__globals__, scope)  # noqa: S102
    made: Callable[..., Any] = scope["made"](note_fragmentation, note_pages)
    return made


def _corrected(source: str, correction: Correction) -> str:
    """``source`` with its lines corrected, however far they are indented."""
    pattern = r"\n( *)" + r"\n\1 *".join(re.escape(line.strip()) for line in correction.old.splitlines()) + r"\n"
    found = list(re.finditer(pattern, source))
    if len(found) != 1:
        import weasyprint

        raise ToolError(
            Finding(
                "D012",
                f"WeasyPrint {weasyprint.__version__} is not the one known: {correction.name} has no line"
                f" {correction.old.strip()!r}",
                Place(correction.module),
                "Install the version that pyproject.toml names, or see whether the correction is still needed.",
            )
        )
    new = textwrap.indent(correction.new, found[0][1])
    return f"{source[: found[0].start()]}\n{new}{source[found[0].end() :]}"
