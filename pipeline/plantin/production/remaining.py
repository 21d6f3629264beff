"""How far the making of editions is, reckoned by what each takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from plantin.findings import progress
from plantin.findings.progress import Step
from plantin.production.formats import Edition
from plantin.production.schedule import Begun, Event, Failed, Fetched, Fresh, Made, Planned


@dataclass
class Remaining:
    """How far the work is: ``done`` of ``wanted`` editions, and ``made`` of ``total`` in what they take. What is found
    fresh was never to be done: it makes the total less, not the speed more.
    """

    wanted: int = 0
    done: int = 0
    total: float = 0.0
    made: float = 0.0
    name: str = ""
    """The file of the edition that was done last."""
    costs: Mapping[Edition, float] = field(default_factory=dict)

    def take(self, event: Event) -> None:
        """Reckon with what has happened."""
        match event:
            case Planned(wanted, costs):
                self.wanted, self.costs, self.total = wanted, costs, sum(costs.values())
            case Made(edition):
                self._finish(edition)
                self.made += self.costs.get(edition, 0.0)
            case Fresh(edition) | Fetched(edition):
                self._finish(edition)
                self.total -= self.costs.get(edition, 0.0)
            case Failed(editions):
                self.done += len(editions)
                self.total -= sum(self.costs.get(edition, 0.0) for edition in editions)
            case _:
                pass

    def _finish(self, edition: Edition) -> None:
        self.done += 1
        self.name = edition.target.rpartition("/")[2]


def track(events: Iterable[Event]) -> Iterator[Event]:
    """Yield the events, each reported as a step of the work from where it has begun, not before: whoever follows may
    start a thread, and a process with threads cannot be forked.
    """
    left, begun = Remaining(), False
    for event in events:
        left.take(event)
        begun = begun or isinstance(event, Begun)
        if begun:
            progress.report(Step("build", left.name, left.done, left.wanted, left.made, left.total))
        yield event
