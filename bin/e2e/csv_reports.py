"""Makes charges through the API at argv[1], exports them as CSV, and reads the file with pandas and as Excel does."""

import csv
import io
import json
import os
import re
import sys
import urllib.error
import urllib.request
import uuid
from decimal import Decimal

import pandas

URL = sys.argv[1]
TOKEN_URL = os.environ["E2E_TOKEN_URL"]
ACCOUNT = f"user_csv-{uuid.uuid4()}"
CHARGES = f"/v1/accounts/{ACCOUNT}/charges"
GB = 1_000_000_000
CHINESE = "退款：客户要求，“含税”"
FORMULAS = ["=1+1", "＝1+1", "+1", "-1", "@A1"]
PURCHASES = 22
"""More than the default page of the JSON list."""
DAYS_TO_CLOSE = 35
FORMULA_SIGNS = tuple("=+-@＝＋－＠\t\r")
DECIMAL = re.compile(r"-?\d+\.\d{2}")


def require(holds: bool, message: str) -> None:
    if not holds:
        sys.exit(f"CSV of charges: {message}")


def send(url: str, body=None, method=None, headers=None) -> tuple[bytes, object]:
    data = None if body is None else json.dumps(body).encode()
    headers = {"content-type": "application/json", "idempotency-key": str(uuid.uuid4()), **(headers or {})}
    request = urllib.request.Request(url, data=data, headers=headers, method=method)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.read(), answer.headers
    except urllib.error.HTTPError as error:
        sys.exit(f"{request.get_method()} {url}: {error.code} {error.read().decode()}")


def token_of(**claims) -> str:
    return json.loads(send(TOKEN_URL, claims)[0])["token"]


def client(**claims):
    """Calls the API as this caller. Each call has a token of its own: the clock is moved in between."""

    def call(path: str, body=None, method=None, headers=None):
        return send(URL + path, body, method, {"authorization": f"Bearer {token_of(**claims)}", **(headers or {})})

    return call


owner = client(sub=ACCOUNT)
admin = client(sub="csv-admin", groups=["admin"])
machine = client(sub="csv-machine", scope="usage.write")


def data_of(answer) -> dict:
    return json.loads(answer[0])


def buy(pack_type: str) -> str:
    order = {"packType": pack_type, "paymentMethod": "sandbox_ok"}
    return data_of(owner(f"/v1/accounts/{ACCOUNT}/purchases", order))["charge"]["chargeId"]


def set_pack(pack_type: str, name: str) -> None:
    terms = {"kind": "capacity", "grants": {"storage": GB}, "mode": "oneTime", "durationDays": None}
    price = {"amount": 2_907, "currency": "CNY"}
    admin(f"/v1/admin/packs/{pack_type}", {"name": name, "price": price, **terms}, "PUT")


def make_charges() -> None:
    """Purchases, refunds and an overage charge, with the texts that readers get wrong."""
    set_pack("csv_chinese", "存储空间 1 GB")
    set_pack("csv_formula", "=1+1")
    bought = [buy("csv_chinese") for _ in range(PURCHASES)]
    buy("csv_formula")
    for index, reason in enumerate([CHINESE, *FORMULAS]):
        order = {"reason": reason, "amount": {"amount": 101 + index, "currency": "CNY"}}
        admin(f"/v1/admin/charges/{bought[index % 2]}/refunds", order)
    quote = data_of(owner(f"/v1/accounts/{ACCOUNT}/overage-quotes", {"meter": "bandwidth", "amount": 3 * GB}))
    owner(f"/v1/accounts/{ACCOUNT}/overage-confirmations", {"quoteId": quote["quoteId"]})
    now = json.loads(send(f"{URL}/dev/clock")[0])["now"]
    event = {"specversion": "1.0", "source": "csv", "id": str(uuid.uuid4()), "type": "bandwidth", "time": now}
    machine("/v1/usage-events", [{**event, "subject": ACCOUNT, "data": {"amount": 6 * GB}}])
    send(f"{URL}/dev/drain", {})
    send(f"{URL}/dev/clock", {"advanceSeconds": DAYS_TO_CLOSE * 86_400})
    send(f"{URL}/dev/drain", {})


def listed_charges() -> list[dict]:
    """The same charges by the JSON list, page by page."""
    charges, cursor = [], None
    while True:
        page = data_of(owner(f"{CHARGES}?limit=10" + (f"&cursor={cursor}" if cursor else "")))
        charges += page["items"]
        cursor = page["nextCursor"]
        if cursor is None:
            return charges


def check_by_pandas(file: bytes, charges: list[dict]) -> None:
    frame = pandas.read_csv(io.BytesIO(file), encoding="utf-8-sig", dtype=str, keep_default_na=False)
    by_id = {charge["chargeId"]: charge for charge in charges}
    require(list(frame["chargeId"]) == list(by_id), f"{len(frame)} rows are not the {len(charges)} listed charges.")
    created = pandas.to_datetime(frame["createdAt"], utc=True)
    expected = pandas.to_datetime([charge["createdAt"] for charge in charges], utc=True)
    require((created.array == expected.array).all(), "`createdAt` is another time than in the list.")
    minor = sum(charge["amount"]["amount"] for charge in charges)
    exact = sum(frame["amountDecimal"].map(Decimal))
    require(exact == Decimal(minor) / 100, f"`amountDecimal` adds up to {exact}, not {minor} / 100.")
    numbers = pandas.read_csv(io.BytesIO(file), encoding="utf-8-sig")
    require(numbers["amountDecimal"].dtype == "float64", "pandas takes `amountDecimal` for text.")
    require(numbers["amount"].sum() == minor, f"`amount` adds up to {numbers['amount'].sum()}, not {minor}.")
    refunds = frame[frame["type"] == "refund"]
    joined = refunds.merge(frame, left_on="refundOf", right_on="chargeId", suffixes=("", "Of"))
    require(len(joined) == len(refunds) == 1 + len(FORMULAS), "`refundOf` does not name the refunded charge.")
    for charge_id, amounts in joined.groupby("chargeIdOf")["amountDecimal"]:
        refunded = Decimal(by_id[charge_id]["refunded"]["amount"]) / 100
        require(sum(amounts.map(Decimal)) == refunded, f"The refunds of {charge_id} are not the refunded {refunded}.")
    overage = frame[frame["type"] == "overage"]
    require(len(overage) == 1 and "CNY 0.80" in overage["lines"].iloc[0], "The line of the overage is missing.")


def check_as_excel(file: bytes) -> None:
    require(file.startswith(b"\xef\xbb\xbf"), "The byte order mark is missing: Excel garbles Chinese.")
    text = file.decode("utf-8-sig")
    breaks = set(re.findall(r"\r\n|\n|\r", text))
    require(breaks in ({"\n"}, {"\r\n"}), f"The line ends are mixed: {breaks}.")
    header, *rows = csv.reader(io.StringIO(text, newline=""), dialect="excel", strict=True)
    require("chargeId" in header, "The columns are not separated by commas.")
    column = {name: index for index, name in enumerate(header)}
    for row in rows:
        require(len(row) == len(header), f"A row has {len(row)} cells, the header {len(header)}: {row}")
        for cell in row:
            require(not cell.startswith(FORMULA_SIGNS), f"Excel runs the cell {cell!r} as a formula.")
        for name in ("amountDecimal", "refundedDecimal"):
            cell = row[column[name]]
            require(DECIMAL.fullmatch(cell) is not None, f"`{name}` is {cell!r}, not a number.")
    reasons = {row[column["reason"]] for row in rows}
    for reason in (CHINESE, "存储空间 1 GB (csv_chinese)", "'=1+1 (csv_formula)", *(f"'{text}" for text in FORMULAS)):
        require(reason in reasons, f"The reason {reason!r} is missing among {sorted(reasons)}.")


make_charges()
exported, headers = owner(CHARGES, headers={"accept": "text/csv"})
require(headers["content-type"] == "text/csv; charset=utf-8", f"It has the media type {headers['content-type']}.")
listed = listed_charges()
check_by_pandas(exported, listed)
check_as_excel(exported)
print(f"CSV of charges: {len(listed)} rows, read by pandas {pandas.__version__} and as Excel does")
