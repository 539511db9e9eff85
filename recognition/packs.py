"""What a model pack is: networks, sizes, thresholds, gates, licence. Declared data only."""

from dataclasses import dataclass

from recognition.rules import Chips, Gates, Looks, MtcnnLimits, QualityGate, Rule
from recognition.values import PackId


@dataclass(frozen=True, slots=True, kw_only=True)
class MtcnnSpec:
    """The three networks of the cascade, by file name, and its thresholds."""

    pnet: str
    rnet: str
    onet: str
    limits: MtcnnLimits


@dataclass(frozen=True, slots=True, kw_only=True)
class ScrfdSpec:
    """One SCRFD network; `side` is its fixed input, None where it takes any size."""

    file: str
    side: int | None
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbedderSpec:
    """One embedding network and the length of its vectors."""

    file: str
    chips: Chips
    dimension: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file that models are made from. `member` is its path inside the package or folder."""

    member: str
    distribution: str | None
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """Everything recognition needs to know about one set of models.

    `name` is what people type; `id` names the vector space and changes whenever vectors would no
    longer be comparable. Galleries with more people than `auto_limit` leave every name to a human.
    """

    name: str
    id: PackId
    title: str
    licence: str
    non_commercial: bool
    provenance: str
    sources: tuple[Source, ...]
    detector: MtcnnSpec | ScrfdSpec
    embedder: EmbedderSpec
    looks: Looks
    rule: Rule
    gates: Gates
    enrolment: QualityGate
    auto_limit: int


def files_of(pack: Pack) -> tuple[str, ...]:
    """List the model files of a pack by name."""
    spec = pack.detector
    detector = (spec.pnet, spec.rnet, spec.onet) if isinstance(spec, MtcnnSpec) else (spec.file,)
    return (*detector, pack.embedder.file)
