"""The name as registered at Hello Work: one field, any script."""

from flows.booking.draft import Draft
from flows.reading.name import read_name
from flows.step import Step

NAME: Step[Draft, str] = Step(
    "name",
    next="number",
    field="name",
    read=lambda text, _view: read_name(text),
    free=True,
    required=True,
)
