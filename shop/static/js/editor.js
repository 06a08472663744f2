// The editor without waiting: tabs, a picture of each choice at once, undo. Without it the same
// form is one long page that is posted.
"use strict";

(() => {
  const form = document.querySelector("form[data-editor]");
  if (!form) return;
  const told = form.querySelector("[data-told]");
  const undo = form.querySelector("[data-undo]");
  const redo = form.querySelector("[data-redo]");
  const tabs = [...form.querySelectorAll("[role=tab]")];
  const ours = (field) => field.name && field.name !== "csrfmiddlewaretoken" && field.type !== "hidden";
  const fields = [...form.elements].filter((field) => ours(field) && /^(INPUT|SELECT)$/.test(field.tagName));

  let view = "figure";
  let asked = false;   // a picture is on its way
  let wanted = false;  // something has changed since it was asked for
  let address = "";    // of the picture that is shown, if it is of unsaved choices

  // What somebody chose, as text that can be compared and put back.
  const state = () => JSON.stringify(fields.map((field) => (field.type === "radio" ? field.checked : field.value)));
  const restore = (text) => {
    JSON.parse(text).forEach((value, index) => {
      if (fields[index].type === "radio") fields[index].checked = value;
      else fields[index].value = value;
    });
  };
  const saved = state();
  const past = [];
  const future = [];
  let now = saved;

  const isSaved = () => now === saved && !("unsaved" in form.dataset);

  function showPicture(source) {
    const shown = document.querySelector("[data-shown]");
    if (shown && source && shown.getAttribute("src") !== source) shown.src = source;
  }

  function showSaved() {
    const shown = document.querySelector("[data-shown]");
    if (shown) showPicture(shown.dataset[view]);
  }

  function showButtons() {
    undo.disabled = past.length === 0;
    redo.disabled = future.length === 0;
    const keep = document.querySelector("[data-keep]");
    const go = document.querySelector("[data-go]");
    const changed = now !== saved;
    if (keep) keep.hidden = !changed;
    if (go) go.hidden = changed;
  }

  // One picture at a time: what was tapped meanwhile is asked for when the last one has come.
  async function ask({ quietly = false } = {}) {
    if (asked) { wanted = true; return; }
    asked = true;
    wanted = false;
    const body = new FormData(form);
    body.set("view", view);
    const stage = document.querySelector(".tuning .stage");
    if (!quietly && stage) stage.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.dataset.try, { method: "POST", body, credentials: "same-origin" });
      if (answer.ok) {
        const picture = await answer.blob();
        if (!quietly && !wanted) {
          const before = address;
          address = URL.createObjectURL(picture);
          showPicture(address);
          if (before) URL.revokeObjectURL(before);
          tell("");
        }
      } else if (answer.status === 429 || answer.status === 503) {
        if (!quietly) tell("The picture takes a moment.");
        const seconds = Number(answer.headers.get("Retry-After")) || 2;
        await new Promise((done) => { window.setTimeout(done, Math.min(seconds, 10) * 1000); });
        wanted = wanted || !quietly;
      } else if (!quietly) {
        tell((await answer.json()).message);
      }
    } catch {
      if (!quietly) tell("No picture just now. Your choices are still here.");
    }
    asked = false;
    if (wanted && !isSaved()) { ask(); return; }
    if (stage) stage.removeAttribute("aria-busy");
    if (isSaved()) showSaved();
  }

  function tell(words) {
    if (told.textContent !== words) told.textContent = words;
  }

  function show() {
    now = state();
    showButtons();
    showThings();
    if (isSaved()) { tell(""); showSaved(); } else ask();
  }

  function changed() {
    const next = state();
    if (next === now) return;
    past.push(now);
    future.length = 0;
    show();
  }

  function step(from, to) {
    if (!from.length) return;
    to.push(now);
    restore(from.pop());
    show();
    (from.length ? null : (from === past ? redo : undo))?.focus();
  }

  undo.addEventListener("click", () => step(past, future));
  redo.addEventListener("click", () => step(future, past));

  form.addEventListener("change", (event) => {
    // An own colour is chosen by picking one.
    if (event.target.type === "color") {
      const radio = event.target.closest(".own").querySelector("input[type=radio]");
      radio.checked = true;
    }
    changed();
  });
  let typing = 0;
  form.addEventListener("input", (event) => {
    if (event.target.type !== "text" && event.target.type !== "color") return;
    window.clearTimeout(typing);
    typing = window.setTimeout(() => event.target.dispatchEvent(new Event("change", { bubbles: true })), 500);
  });

  // An answer is a choice like any other: it is marked in its row, shown, and kept with the rest.
  form.querySelectorAll("[data-question]").forEach((question) => {
    question.addEventListener("click", (event) => {
      const button = event.target.closest("button[name=answer]");
      if (!button) return;
      const [name, value] = button.value.split(/=(.*)/s);
      const radio = fields.find((field) => field.name === name && field.value === value);
      if (!radio) return; // posted as it is
      event.preventDefault();
      radio.checked = true;
      question.querySelectorAll("button").forEach((one) => one.setAttribute("aria-pressed", String(one === button)));
      question.querySelector("[data-ask]").textContent = "Noted. Keep the look to save it.";
      question.querySelector("[data-now]").textContent = button.querySelector("[data-label]").textContent;
      const dot = button.querySelector(".dot");
      question.querySelector("summary .dot")?.replaceWith(dot ? dot.cloneNode(true) : "");
      question.classList.add("answered");
      // The line that follows opens by itself: a few taps go through them all.
      const next = question.nextElementSibling;
      if (next && !next.classList.contains("answered")) {
        next.open = true; // which shuts this one: they share a name
        next.querySelector("summary").focus();
      } else {
        question.open = false;
        question.querySelector("summary").focus();
      }
      changed();
    });
  });

  // Things are picked by their pictures; the lists below hold them and the words for each.
  const things = form.querySelector("[data-things]");
  const slots = fields.filter((field) => /^accessory_\d$/.test(field.name));
  function showThings() {
    if (!things) return;
    const chosen = slots.map((slot) => slot.value);
    const full = !chosen.includes("");
    things.querySelectorAll("[data-thing]").forEach((button) => {
      const pressed = chosen.includes(button.dataset.thing);
      button.setAttribute("aria-pressed", String(pressed));
      button.setAttribute("aria-disabled", String(full && !pressed));
    });
  }
  if (things) {
    things.hidden = false;
    things.addEventListener("click", (event) => {
      const button = event.target.closest("[data-thing]");
      if (!button) return;
      const held = slots.find((slot) => slot.value === button.dataset.thing);
      const free = held || slots.find((slot) => slot.value === "");
      if (!free) { tell("The box holds three things. Take one out first."); return; }
      free.value = held ? "" : button.dataset.thing;
      const words = fields.find((field) => field.name === free.name.replace("accessory", "label"));
      if (words) words.value = "";
      changed();
    });
    showThings();
  }

  // Tabs: arrow keys move between them, as in any tab list.
  const list = form.querySelector("[role=tablist]");
  function open(tab, { focus = false } = {}) {
    tabs.forEach((one) => {
      const chosen = one === tab;
      one.setAttribute("aria-selected", String(chosen));
      one.tabIndex = chosen ? 0 : -1;
      document.getElementById(one.getAttribute("aria-controls")).hidden = !chosen;
    });
    if (focus) tab.focus();
    list.scrollLeft = tab.offsetLeft - (list.clientWidth - tab.offsetWidth) / 2;
    if (view !== tab.dataset.view) {
      view = tab.dataset.view;
      if (isSaved()) showSaved(); else ask();
    }
  }
  list.addEventListener("click", (event) => { if (event.target.matches("[role=tab]")) open(event.target); });
  list.addEventListener("keydown", (event) => {
    const here = tabs.indexOf(document.activeElement);
    const moves = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: tabs.length - 1 };
    if (here < 0 || !(event.key in moves)) return;
    event.preventDefault();
    open(tabs[(moves[event.key] + tabs.length) % tabs.length], { focus: true });
  });
  form.querySelectorAll(".panel").forEach((panel) => {
    panel.setAttribute("role", "tabpanel");
    panel.querySelector("h3").classList.add("visually-hidden");
  });
  list.hidden = false;
  form.querySelector("[data-history]").hidden = false;
  form.classList.add("live");
  const wrong = form.querySelector(".panel [aria-invalid=true], .panel .error");
  open(tabs.find((tab) => wrong && wrong.closest(".panel").id === tab.getAttribute("aria-controls")) || tabs[0]);

  // Parts of the page may have been replaced by fresh ones: put the buttons and the picture right.
  document.addEventListener("refreshed", () => {
    if (!document.querySelector("#picture progress")) delete form.dataset.unsaved;
    showButtons();
    if (isSaved()) showSaved(); else ask();
  });
  // Warms the renderer up, so that the first tap is as quick as the next.
  ask({ quietly: isSaved() });
})();
