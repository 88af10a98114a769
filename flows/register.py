"""All conversations of a job seeker, and the engine that runs them. A new one is one line here."""

from flows.attending import ATTENDING
from flows.booking import BOOKING
from flows.cancelling import CANCELLING
from flows.choosing import CHOOSING
from flows.engine import Engine
from flows.home import DROPPING, HOME, LANGUAGE, MENU, READING
from flows.looking import LOOKING
from flows.wishing import WISHING

FLOWS = (BOOKING, CHOOSING, WISHING, CANCELLING, LOOKING, ATTENDING, HOME, MENU, LANGUAGE, READING, DROPPING)
ENGINE = Engine({flow.id: flow for flow in FLOWS})
