// Improves pages that work without it: live progress, pictures that appear, upload preview,
// drag and drop, local time.
"use strict";

// Polls an element's status address; once the state has changed, shows the page anew.
function follow(element) {
  const bar = element.querySelector("progress");
  const words = element.querySelector("[data-stage]");
  let etag = "";
  const ask = async () => {
    if (!element.isConnected) return;
    try {
      const headers = etag ? { "If-None-Match": etag } : {};
      const answer = await fetch(element.dataset.follow, { headers, credentials: "same-origin" });
      if (answer.status === 200) {
        etag = answer.headers.get("ETag") || "";
        const now = await answer.json();
        if (now.state !== element.dataset.state) { await refresh(window.location.href); return; }
        if (bar && bar.hasAttribute("value")) bar.value = now.progress * bar.max;
        if (words && words.textContent !== now.stage) words.textContent = now.stage;
        showStage(element, now.stage);
      } else if (answer.status === 404) { window.location.reload(); return; }
    } catch { /* offline: the next round asks again */ }
    window.setTimeout(ask, 1000);
  };
  window.setTimeout(ask, 600);
}

function showStage(element, stage) {
  const items = [...element.querySelectorAll("[data-stages] li")];
  const now = items.findIndex((item) => item.textContent === stage);
  if (now < 0) return;
  items.forEach((item, index) => {
    item.classList.toggle("past", index < now);
    if (index === now) item.setAttribute("aria-current", "step");
    else item.removeAttribute("aria-current");
  });
}

// Takes the marked parts of the page anew and leaves what somebody is filling in alone.
async function refresh(address) {
  const live = [...document.querySelectorAll("[data-live][id]")];
  const answer = live.length ? await fetch(address, { credentials: "same-origin" }) : null;
  if (!answer || !answer.ok) { window.location.reload(); return; }
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const pairs = live.map((old) => [old, fresh.getElementById(old.id)]);
  if (pairs.some(([, next]) => !next)) { window.location.reload(); return; }
  for (const [old, next] of pairs) {
    // A picture that is there may be the one of another size by now: somebody chose it.
    if (old.dataset.live === "once" && old.querySelector("img")) continue;
    const hadFocus = old.contains(document.activeElement);
    old.replaceWith(document.adoptNode(next));
    if (hadFocus) document.getElementById("main").focus({ preventScroll: true });
    enhance(next);
  }
  for (const radio of fresh.querySelectorAll("[data-picture-for][id]")) {
    const mine = document.getElementById(radio.id);
    if (mine) { mine.dataset.pictureFor = radio.dataset.pictureFor; mine.dataset.pictureAlt = radio.dataset.pictureAlt; }
  }
  showChosenTotal();
  document.dispatchEvent(new Event("refreshed"));
}

function dropZone(zone) {
  const input = zone.querySelector("input[type=file]");
  const shown = zone.querySelector("[data-preview]");
  const show = () => {
    const file = input.files[0];
    shown.replaceChildren();
    if (!file) return;
    if (file.size > Number(zone.dataset.limit)) {
      shown.textContent = "This file is larger than 20 MB. Choose a smaller one.";
      input.value = "";
      return;
    }
    const picture = new Image();
    picture.alt = "The photo you chose";
    picture.onload = () => {
      shown.replaceChildren(picture);
      if (Math.min(picture.naturalWidth, picture.naturalHeight) < 256) shown.append("This photo is very small. Send the original rather than a thumbnail.");
    };
    picture.onerror = () => { shown.textContent = file.name; };
    picture.src = URL.createObjectURL(file);
  };
  input.addEventListener("change", show);
  for (const kind of ["dragover", "dragleave", "drop"]) {
    zone.addEventListener(kind, (event) => {
      event.preventDefault();
      zone.classList.toggle("over", kind === "dragover");
      if (kind === "drop" && event.dataTransfer.files.length) { input.files = event.dataTransfer.files; show(); }
    });
  }
}

// A second press of the same button does nothing while the first is on its way.
function sendOnce(form) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    const button = event.submitter;
    if (!button) return;
    button.setAttribute("aria-disabled", "true");
    if (button.dataset.busy) { button.dataset.words = button.textContent; button.textContent = button.dataset.busy; }
  });
}

function localTime(element) {
  const at = new Date(element.dateTime);
  if (Number.isNaN(at.getTime())) return;
  const options = { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", timeZoneName: "short" };
  element.textContent = new Intl.DateTimeFormat("en-GB", options).format(at);
}

function showChosenTotal() {
  const chosen = document.querySelector("[data-total]:checked");
  if (!chosen) return;
  document.querySelectorAll("[data-shows-total]").forEach((place) => { place.textContent = chosen.dataset.total; });
  const cost = chosen.parentElement.querySelector(".price");
  const row = document.querySelector("[data-shipping]");
  if (row && cost) { row.cells[0].textContent = "Shipping, " + cost.previousSibling.textContent.trim(); row.cells[1].textContent = cost.textContent; }
}

function each(root, selector, act) {
  if (root.matches && root.matches(selector)) act(root);
  root.querySelectorAll(selector).forEach(act);
}

function enhance(root) {
  each(root, "[data-follow]", follow);
  each(root, "[data-drop]", dropZone);
  each(root, "form[data-once]", sendOnce);
  each(root, "time[data-local]", localTime);
}

document.addEventListener("change", (event) => {
  const field = event.target;
  if (field.matches("[data-refresh]")) refresh("?" + new URLSearchParams(new FormData(field.form)));
  if (field.matches("[data-total]")) showChosenTotal();
  if (field.dataset.pictureFor) {
    const shown = field.closest(".product").querySelector("[data-shown]");
    if (shown) { shown.src = field.dataset.pictureFor; shown.alt = field.dataset.pictureAlt; }
  }
});
// Coming back by the browser's own button: what was on its way is not any more.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  document.querySelectorAll("form[data-once]").forEach((form) => { delete form.dataset.sent; });
  document.querySelectorAll("[data-words]").forEach((button) => { button.textContent = button.dataset.words; });
  document.querySelectorAll("button[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
});
enhance(document);
// After a refused form the first field to mend is where one is.
const wrong = document.querySelector("[aria-invalid=true]");
if (wrong) wrong.focus();
