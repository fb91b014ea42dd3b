"""Direct Line 3.0, as far as a chat page needs it: open, read, write, and a stream of news.

The visitor's cookie is what counts on every route.
"""

from aiohttp import web

from bot.buttons import ButtonSigner
from bot.web import streams
from bot.web.activities import CHANNEL, echo_activity
from bot.web.bodies import POSTED, Message, Start, read
from bot.web.door import Takes
from bot.web.log import ConversationLog, Logs
from bot.web.visitors import Visitor, Visitors
from dialogs.events import Event, Joined, Pressed, Said
from service.door import Address, Incoming
from texts.say import Language


class DirectLine:
    """The routes of one installation."""

    def __init__(
        self,
        logs: Logs,
        coach: Takes,
        signer: ButtonSigner,
        visitors: Visitors,
        *,
        https: bool = False,
    ) -> None:
        self._logs = logs
        self._coach = coach
        self._signer = signer
        self._visitors = visitors
        self._https = https

    async def start(self, request: web.Request) -> web.Response:
        """Open the visitor's one conversation, anew or again."""
        start = Start.model_validate_json(await read(request) or b"{}")
        visitor = self._opens(request, start)
        log = self._logs.of(visitor.conversation)
        await self._open(log, visitor, start.language)
        response = web.json_response(streams.opening(request, visitor, 0, secure=self._secure(request)), status=201)
        self._visitors.remember(visitor, response, secure=self._secure(request))
        return response

    async def resume(self, request: web.Request) -> web.Response:
        """A page that lost its stream comes back for another."""
        visitor = self._visitor(request)
        return web.json_response(
            streams.opening(request, visitor, streams.watermark(request), secure=self._secure(request))
        )

    async def refresh(self, request: web.Request) -> web.Response:
        return web.json_response(streams.token(self._known(request)))

    async def activities(self, request: web.Request) -> web.Response:
        """News for a page without a stream."""
        log = self._logs.of(self._visitor(request).conversation)
        return web.json_response(streams.activity_set(*log.since(streams.watermark(request))))

    async def stream(self, request: web.Request) -> web.WebSocketResponse:
        """News the moment it is there."""
        log = self._logs.of(self._visitor(request).conversation)
        return await streams.stream(request, log)

    async def post(self, request: web.Request) -> web.Response:
        """Take what the visitor says. Answered when it is stored, or with 503 when it is not."""
        visitor = self._visitor(request)
        posted = POSTED.validate_json(await read(request))
        log = self._logs.of(visitor.conversation)
        place = log.reserve()
        echo = None
        try:
            if isinstance(posted, Message):
                await self._take(
                    self._event(posted, visitor), visitor, log.id_at(place), origin=str(request.url.origin())
                )
                echo = echo_activity(posted, visitor.user)
        finally:
            log.settle(place, echo)
        return web.json_response({"id": log.id_at(place)})

    async def _open(self, log: ConversationLog, visitor: Visitor, language: Language | None) -> None:
        if log.opened or not log.empty:
            return
        log.opened = True  # before the turn, so that a second page opening now does not greet twice
        place = log.reserve()
        try:
            await self._take(Joined(), visitor, log.id_at(place), language)
        except BaseException:
            log.opened = False
            raise
        finally:
            log.settle(place, None)

    async def _take(
        self, event: Event, visitor: Visitor, message: str, language: Language | None = None, *, origin: str = ""
    ) -> None:
        address, email = Address(CHANNEL, visitor.conversation), visitor.employee
        await self._coach.take(Incoming(address, visitor.user, message, event, language, email=email, origin=origin))

    def _event(self, message: Message, visitor: Visitor) -> Event:
        if message.value is not None:
            question = self._signer.question(CHANNEL, visitor.conversation, message.value.question)
            # A button that is not ours answers no question; the dialogue says so, and no more happens.
            return Pressed(question or "", message.value.choice)
        if message.text is None:
            raise web.HTTPBadRequest(text="A message needs a text or a value.")
        return Said(message.text)

    def _opens(self, request: web.Request, start: Start) -> Visitor:
        """The employee the page says to be, else the browser as it was here before, else a new one."""
        if start.employee is None:
            return self._visitors.known(request) or self._visitors.new()
        if not self._visitors.pretending:
            raise web.HTTPForbidden(text="Choosing whom to be is for trying out on this machine only.")
        return self._visitors.named(start.employee.casefold())

    def _secure(self, request: web.Request) -> bool:
        """Whether the visitor's browser came by https; between a proxy and us it may be http."""
        return self._https or request.secure

    def _known(self, request: web.Request) -> Visitor:
        visitor = self._visitors.known(request)
        if visitor is None:
            raise web.HTTPForbidden(text="Open a conversation first.")
        return visitor

    def _visitor(self, request: web.Request) -> Visitor:
        """The visitor, if the conversation asked for is theirs."""
        visitor = self._known(request)
        if request.match_info["conversation"] != visitor.conversation:
            raise web.HTTPNotFound(text="This browser has no such conversation.")
        return visitor
