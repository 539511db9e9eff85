"""What every record of a consent says about the organisation, in the terms of ISO/IEC TS 27560."""

from pydantic import Field

from config.section import Section


class Records(Section):
    """What every record of a consent says about the organisation."""

    jurisdiction: str = Field(
        default="EU",
        pattern=r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$",
        description="Country whose law holds, as a code such as NL, or EU.",
        examples=["NL"],
    )
    storage: str = Field(
        default="servers of the controller",
        min_length=1,
        max_length=200,
        description="Where pictures and records are kept; it stands in every record.",
        examples=["servers of the controller, Netherlands"],
    )
    authority: str = Field(
        default="",
        max_length=200,
        description="The supervisory authority that people may complain to.",
        examples=["Autoriteit Persoonsgegevens"],
    )
    recipients: str = Field(
        default="",
        max_length=200,
        description="Third parties that get the pictures, besides whoever sees the uses agreed to.",
        examples=["the printer of the yearbook"],
    )
