"""Numbers about the running product, for Prometheus.

Counts and seconds only: the name of a host may be a label, no id or name of a person or photo.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from typing_extensions import override

from scheduler.loops import LoopState
from scheduler.values import Backlog

_SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
_LINKS = ("likeness_public_links_of_blocked", "Blocked photos that public links lead to")
ReadBacklog = Callable[[], Backlog]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxCounts:
    """Letters by state; `doubts`: how often one was found half sent after a crash."""

    states: Mapping[str, int]
    doubts: int


class BacklogCollector(Collector):
    """The backlog, counted when somebody asks."""

    def __init__(self, read: ReadBacklog) -> None:
        """Keep how to count."""
        self._read = read

    @override
    def collect(self) -> Iterable[GaugeMetricFamily]:
        """Give the backlog by state."""
        now = self._read()
        gauge = GaugeMetricFamily("likeness_photos", "Photos with open work", labels=["state"])
        for state in ("due", "leased", "waiting", "dead"):
            gauge.add_metric([state], getattr(now, state))
        yield gauge

    def describe(self) -> Iterable[GaugeMetricFamily]:
        """Name what is collected without counting it."""
        yield GaugeMetricFamily("likeness_photos", "Photos with open work", labels=["state"])


class LinksCollector(Collector):
    """Blocked photos that public links lead to, counted when somebody asks."""

    def __init__(self, count: Callable[[], int]) -> None:
        """Keep how to count."""
        self._count = count

    @override
    def collect(self) -> Iterable[GaugeMetricFamily]:
        """Give the number."""
        yield GaugeMetricFamily(*_LINKS, value=self._count())

    def describe(self) -> Iterable[GaugeMetricFamily]:
        """Name what is collected without counting it."""
        yield GaugeMetricFamily(*_LINKS)


class WorkersCollector(Collector):
    """Worker threads that should live, and those that do."""

    def __init__(self, read: Callable[[], Sequence[LoopState]]) -> None:
        """Keep how to ask."""
        self._read = read

    @override
    def collect(self) -> Iterable[GaugeMetricFamily]:
        """Give both numbers."""
        states, (wanted, alive) = self._read(), self.describe()
        wanted.add_metric([], len(states))
        alive.add_metric([], sum(state.alive for state in states))
        yield wanted
        yield alive

    def describe(self) -> tuple[GaugeMetricFamily, GaugeMetricFamily]:
        """Name what is collected without asking."""
        return (
            GaugeMetricFamily("likeness_workers_wanted", "Worker threads that should live"),
            GaugeMetricFamily("likeness_workers_alive", "Worker threads that live"),
        )


class LoopsCollector(Collector):
    """Seconds since the last round of each loop, and its failures in a row."""

    def __init__(self, read: Callable[[], Sequence[LoopState]]) -> None:
        """Keep how to ask."""
        self._read = read

    @override
    def collect(self) -> Iterable[GaugeMetricFamily]:
        """Give age and failures by the name of the loop."""
        age, failures = self.describe()
        for state in self._read():
            age.add_metric([state.name], state.age_s)
            failures.add_metric([state.name], state.failures)
        yield age
        yield failures

    def describe(self) -> tuple[GaugeMetricFamily, GaugeMetricFamily]:
        """Name what is collected without asking."""
        return (
            GaugeMetricFamily(
                "likeness_loop_age_seconds", "Seconds since a loop's last round", labels=["loop"]
            ),
            GaugeMetricFamily(
                "likeness_loop_failures", "Failed rounds of a loop in a row", labels=["loop"]
            ),
        )


class OutboxCollector(Collector):
    """The letters by state, counted when somebody asks."""

    def __init__(self, read: Callable[[], OutboxCounts]) -> None:
        """Keep how to count."""
        self._read = read

    @override
    def collect(self) -> Iterable[Metric]:
        """Give the letters by state, and how many may have arrived more than once."""
        now = self._read()
        gauge, doubts = self.describe()
        for state, count in now.states.items():
            gauge.add_metric([state], count)
        doubts.add_metric([], now.doubts)
        yield gauge
        yield doubts

    def describe(self) -> tuple[GaugeMetricFamily, CounterMetricFamily]:
        """Name what is collected without counting it."""
        return (
            GaugeMetricFamily("likeness_letters", "Letters", labels=["state"]),
            CounterMetricFamily(
                "likeness_letters_in_doubt", "Letters that may have arrived before they were sent"
            ),
        )


class Metrics:
    """All numbers of one process, in a registry of their own."""

    def __init__(self) -> None:
        """Make the counters; nothing is shared between instances."""
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._requests = Counter(
            "likeness_http_requests",
            "Requests answered",
            ["listener", "method", "route", "code"],
            registry=self._registry,
        )
        self._seconds = Histogram(
            "likeness_http_seconds",
            "Seconds per request",
            ["listener"],
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._photos = Counter(
            "likeness_photos_processed",
            "Photos processed, by status",
            ["status"],
            registry=self._registry,
        )

    def watch(self, backlog: ReadBacklog) -> None:
        """Count the backlog whenever metrics are asked for."""
        self._registry.register(BacklogCollector(backlog))

    def watch_links(self, count: Callable[[], int]) -> None:
        """Count the blocked photos that lie open whenever metrics are asked for."""
        self._registry.register(LinksCollector(count))

    def watch_workers(self, read: Callable[[], Sequence[LoopState]]) -> None:
        """Count the worker threads whenever metrics are asked for."""
        self._registry.register(WorkersCollector(read))

    def watch_loops(self, read: Callable[[], Sequence[LoopState]]) -> None:
        """Say how every loop fares whenever metrics are asked for."""
        self._registry.register(LoopsCollector(read))

    def watch_outbox(self, read: Callable[[], OutboxCounts]) -> None:
        """Count the letters whenever metrics are asked for."""
        self._registry.register(OutboxCollector(read))

    def request(self, listener: str, method: str, route: str, code: int) -> None:
        """Count one request by its route template."""
        self._requests.labels(listener, method, route, str(code)).inc()

    def request_seconds(self, listener: str, seconds: float) -> None:
        """Note how long one request took."""
        self._seconds.labels(listener).observe(seconds)

    def photo(self, status: str) -> None:
        """Count one photo that was processed, by the status it came to."""
        self._photos.labels(status).inc()

    def text(self) -> bytes:
        """Give everything in the text format of Prometheus."""
        return generate_latest(self._registry)
