"""Reports usage to the API at argv[1] with the CloudEvents SDK, in each mode, and looks each event up."""

import json
import os
import sys
import time
import urllib.parse
import urllib.request
import uuid
from datetime import datetime, timedelta, timezone

from cloudevents.core.bindings.http import to_binary_event, to_structured_event
from cloudevents.core.v1.event import CloudEvent as CoreEvent
from cloudevents.v1.conversion import to_binary, to_json, to_structured
from cloudevents.v1.http import CloudEvent

URL = sys.argv[1]
ACCOUNT = f"user_python-{uuid.uuid4()}"
SOURCE = "https://python.example/edge/7?zone=1#a"
SECONDS = 60


class Request(urllib.request.Request):
    """urllib names a media type by itself, which the SDK leaves out in binary mode."""

    def has_header(self, name: str) -> bool:
        return name == "Content-type" or super().has_header(name)


def call(path: str, headers=None, body=None):
    headers = {"authorization": f"Bearer {os.environ['API_TOKEN']}", **(headers or {})}
    with urllib.request.urlopen(Request(URL + path, data=body, headers=headers)) as answer:
        return answer.status, json.load(answer)


def event(**attributes) -> CloudEvent:
    """With the time and the id that the SDK gives by default."""
    return CloudEvent({"type": "bandwidth", "source": SOURCE, "subject": ACCOUNT, **attributes}, {"amount": 3})


def core_event() -> CoreEvent:
    shanghai = timezone(timedelta(hours=8))
    return CoreEvent(
        {
            "type": "bandwidth",
            "source": SOURCE,
            "subject": ACCOUNT,
            "id": str(uuid.uuid4()),
            "specversion": "1.0",
            "time": datetime.now(shanghai),
        },
        {"amount": 3},
    )


def messages():
    """The name of a mode, the event's id and time, and what the SDK makes of it."""
    for name, convert in (("structured", to_structured), ("binary", to_binary)):
        made = event(traceparent="00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
        yield name, made["id"], made["time"], *convert(made)
    made = event()
    batch = b"[" + to_json(made) + b"]"
    yield "batch", made["id"], made["time"], {"content-type": "application/cloudevents-batch+json"}, batch
    for name, convert in (("core structured", to_structured_event), ("core binary", to_binary_event)):
        made = core_event()
        message = convert(made)
        yield name, made.get_id(), made.get_time().isoformat(), message.headers, message.body


def counted(event_id: str, at: str) -> bool:
    query = urllib.parse.urlencode({"source": SOURCE, "id": event_id, "time": at})
    _, found = call(f"/v1/accounts/{ACCOUNT}/usage-events?{query}")
    return found["state"] == "counted" and found["amount"] == 3


for mode, event_id, at, headers, body in messages():
    status, answer = call("/v1/usage-events", headers, body)
    assert (status, answer) == (202, {"accepted": 1}), (mode, status, answer)
    until = time.monotonic() + SECONDS
    while not counted(event_id, at):
        assert time.monotonic() < until, f"{mode}: not counted within {SECONDS} s"
        time.sleep(0.1)
    print(f"CloudEvents of Python, {mode}: counted")
