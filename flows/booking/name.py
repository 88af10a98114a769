"""The name as registered at Hello Work: one field, any script."""

from flows.booking.draft import Draft
from flows.office.refusals import Missing
from flows.reading.name import read_name
from flows.step import Step

NAME: Step[Draft, str] = Step(
    "name",
    next="number",
    field="name",
    read=lambda text, _view: read_name(text),
    check=lambda value, _draft, _view: None if read_name(value) else Missing(),
    free=True,
    required=True,
)
