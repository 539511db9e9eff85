"""Settings of asking for permission: which text, from what age, how long one may answer."""

from typing import Annotated

from pydantic import Field, StringConstraints

from config.section import Section

NoticeName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$")]
DayOfYear = Annotated[str, StringConstraints(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")]


class Asking(Section):
    """How people are asked for permission."""

    notice: NoticeName = Field(
        default="general",
        description="Text that people are asked with where none is named: general, municipality, "
        "school, or one of your own in the data folder.",
        examples=["municipality"],
    )
    contact: str = Field(
        default="",
        max_length=300,
        description="Where people reach whoever answers for personal data: an e-mail address or a "
        "telephone number. It stands in every text; none is published without it.",
        examples=["privacy@example.org"],
    )
    age: int = Field(
        default=16,
        ge=13,
        le=21,
        description="Birthday from which only the person's own answer counts. 16 in the "
        "Netherlands and Germany, 15 in France, 13 in Belgium.",
        examples=[16],
    )
    answer_days: int = Field(
        default=90,
        ge=1,
        le=3650,
        description="Days somebody who was asked may answer.",
        examples=[90],
    )
    months: int = Field(
        default=60,
        ge=1,
        le=600,
        description="How long an answer holds, in months, for texts that do not say it.",
        examples=[60],
    )
    school_year_ends: DayOfYear = Field(
        default="07-31",
        description="Last day of a school year, as month and day.",
        examples=["07-31"],
    )
