"""Fills the templates of pages about editions (a release, a check), with every value escaped."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment


def fill_template(package: str, template: str, **values: object) -> str:
    """Return the page that ``template``, a file in the folder ``templates`` of ``package`` ("plantin.proof"), makes of
    ``values``; it may extend ``screen.html``, the shell of ``screens``. Strings are escaped; a value that the template
    names and the call does not give is a fault of ours (``jinja2.UndefinedError``).
    """
    return _environment(package).get_template(template).render(values)


@cache
def _environment(package: str) -> Environment:
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=ChoiceLoader([PackageLoader(package), PackageLoader("plantin.house")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
