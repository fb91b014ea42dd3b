"""What all content read from files has in common."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Text = Annotated[str, StringConstraints(strip_whitespace=False, min_length=1, pattern=r"^\S(.*\S)?$")]


class Content(BaseModel):
    """Content read from a file: strict, complete, and frozen."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)
