"""Walks an order from accepted to shipped, one step at a time.

accepted -> downloading -> downloaded -> allocated -> prepared -> in_production (stays there until
each parcel is sent) -> shipped -> complete. A file that cannot be had or printed leads to `stuck`:
the order stays InProgress with an issue, as at the real house, until somebody cancels it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from orders.fulfilment.sandbox.assets import AssetError, Outgoing, inspect, print_fault
from orders.fulfilment.sandbox.catalogue import Catalogue
from orders.fulfilment.sandbox.documents import new_charges, new_shipments
from orders.fulfilment.sandbox.store import Record
from orders.fulfilment.sandbox.wire import now_text

STAGE_CHANGED = "com.prodigi.order.status.stage.changed"
# Not in the reference, but sent by the live API when a parcel leaves.
SHIPMENT_CHANGED = "com.prodigi.order.shipments.shipment"
NOT_DOWNLOADED = "order.items.assets.NotDownloaded"
FAILED = "order.items.assets.FailedToDownloaded"
# Ours: the reference has no code for a file that arrives whole but is the wrong size.
NOT_PRINT_READY = "order.items.assets.NotPrintReady"


@dataclass(frozen=True)
class Workshop:
    """What the steps need. The real house tries a download 10 times; so does this by default."""

    catalogue: Catalogue
    outgoing: Outgoing
    folder: Path
    tracking_url: str
    attempts: int = 10


def take_step(record: Record, workshop: Workshop) -> list[str]:
    """Take the next step and change the record; returns the types of callbacks to send."""
    types = _STEPS[record.step](record, workshop)
    record.document["lastUpdated"] = now_text()
    return types


def may_cancel(record: Record) -> bool:
    """Tell whether the order is still before production."""
    return bool(record.document["status"]["details"]["inProduction"] == "NotStarted")


def cancel(record: Record) -> list[str]:
    """Cancel the order and change the record; returns the types of callbacks to send."""
    record.document["status"]["stage"] = "Cancelled"
    record.document["lastUpdated"] = now_text()
    for shipment in record.document["shipments"]:
        shipment["status"] = "Cancelled"
    record.step = "cancelled"
    return [f"{STAGE_CHANGED}#Cancelled"]


def _detail(record: Record, name: str, value: str) -> None:
    record.document["status"]["details"][name] = value


def _issue(record: Record, object_id: str, code: str, description: str) -> None:
    issues = record.document["status"]["issues"]
    issues[:] = [row for row in issues if row["objectId"] != object_id]
    issues.append({"objectId": object_id, "errorCode": code, "description": description})


def _start_download(record: Record, workshop: Workshop) -> list[str]:
    _detail(record, "downloadAssets", "InProgress")
    record.work = {"attempts": 0, "pages": {}}
    record.step = "downloading"
    return [f"{STAGE_CHANGED}#InProgress"]


def _download(record: Record, workshop: Workshop) -> list[str]:
    record.work["attempts"] += 1
    for item in record.document["items"]:
        for asset in item["assets"]:
            if asset["status"] == "InProgress":
                _download_asset(record, item, asset, workshop)
    states = {item["status"] for item in record.document["items"]}
    if states == {"Ok"}:
        record.document["status"]["issues"].clear()
        _detail(record, "downloadAssets", "Complete")
        record.step = "downloaded"
    elif "Invalid" in states:
        _detail(record, "downloadAssets", "Error")
        record.step = "stuck"
    return []


def _download_asset(
    record: Record, item: dict[str, object], asset: dict[str, object], workshop: Workshop
) -> None:
    url, md5, item_id = str(asset["url"]), asset["md5Hash"], str(item["id"])
    try:
        pages = inspect(workshop.outgoing, url, str(md5) if md5 else None, workshop.folder)
    except AssetError as error:
        attempt = record.work["attempts"]
        last = error.final or attempt >= workshop.attempts
        _issue(
            record,
            item_id,
            FAILED if last else NOT_DOWNLOADED,
            f"Download attempt {attempt} of {workshop.attempts} failed for 'default' asset on"
            f" item '{item_id}' at location '{url}': {error}",
        )
        if last:
            asset["status"], item["status"] = "Error", "Invalid"
        return
    record.work["pages"][str(asset["id"])] = pages
    asset["status"], item["status"] = "Complete", "Ok"


def _allocate(record: Record, workshop: Workshop) -> list[str]:
    record.document["shipments"] = new_shipments(record.document, workshop.catalogue)
    _detail(record, "allocateProductionLocation", "Complete")
    record.step = "allocated"
    return []


def _prepare(record: Record, workshop: Workshop) -> list[str]:
    record.step = "prepared"
    for item in record.document["items"]:
        product = workshop.catalogue.products[item["sku"]]
        for asset in item["assets"]:
            pages = record.work["pages"][asset["id"]]
            fault = print_fault(pages, product, workshop.catalogue.tolerance_mm)
            if fault:
                asset["status"], item["status"] = "Error", "Invalid"
                text = f"The 'default' asset on item '{item['id']}' cannot be printed: {fault}"
                _issue(record, item["id"], NOT_PRINT_READY, text)
                record.step = "stuck"
    prepared = record.step == "prepared"
    _detail(record, "printReadyAssetsPrepared", "Complete" if prepared else "Error")
    return []


def _produce(record: Record, workshop: Workshop) -> list[str]:
    record.document["charges"] = new_charges(record.document, workshop.catalogue)
    _detail(record, "inProduction", "InProgress")
    record.step = "in_production"
    return []


def _ship(record: Record, workshop: Workshop) -> list[str]:
    """Send the next parcel."""
    _detail(record, "shipping", "InProgress")
    waiting = [row for row in record.document["shipments"] if row["status"] == "Processing"]
    parcel = waiting[0]
    number = "SBX" + parcel["id"].removeprefix("shp_")
    parcel["status"] = "Shipped"
    parcel["dispatchDate"] = now_text()
    parcel["tracking"] = {"number": number, "url": workshop.tracking_url + number}
    if len(waiting) == 1:
        record.step = "shipped"
    return [f"{SHIPMENT_CHANGED}#Complete"]


def _complete(record: Record, workshop: Workshop) -> list[str]:
    record.document["status"]["stage"] = "Complete"
    _detail(record, "inProduction", "Complete")
    _detail(record, "shipping", "Complete")
    record.step = "complete"
    return [f"{STAGE_CHANGED}#Complete"]


_STEPS: dict[str, Callable[[Record, Workshop], list[str]]] = {
    "accepted": _start_download,
    "downloading": _download,
    "downloaded": _allocate,
    "allocated": _prepare,
    "prepared": _produce,
    "in_production": _ship,
    "shipped": _complete,
}
