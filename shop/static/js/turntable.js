// Turns the figure by finger, mouse and keys: one picture of all frames, shown a frame at a time.
"use strict";

(() => {
  const TURN_MS = 4000;
  const SIDES = ["from the front", "from the front, a little to the right", "from the right", "from behind, to the right", "from behind", "from behind, to the left", "from the left", "from the front, a little to the left"];
  const KEYS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 };
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

  function build(place) {
    const frames = Number(place.dataset.frames);
    const columns = Number(place.dataset.columns);
    const rows = Math.ceil(frames / columns);
    const view = document.createElement("div");
    view.className = "turntable-window";
    view.tabIndex = 0;
    view.setAttribute("role", "slider");
    view.setAttribute("aria-label", "Turn the figure");
    view.setAttribute("aria-valuemin", "0");
    view.setAttribute("aria-valuemax", String(Math.round(360 - 360 / frames)));
    const sheet = new Image();
    sheet.alt = "";
    sheet.draggable = false;
    sheet.src = place.dataset.turntable;
    sheet.style.width = columns * 100 + "%";
    view.append(sheet);

    const row = document.createElement("div");
    row.className = "turntable-row";
    const hint = document.createElement("p");
    hint.className = "small";
    hint.textContent = "Drag it, or use the arrow keys.";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button quiet small-button";
    row.append(hint, button);
    place.append(view, row);

    let frame = 0;
    let timer = 0;
    const show = (next) => {
      frame = ((Math.round(next) % frames) + frames) % frames;
      const left = (frame % columns) * 100 / columns;
      const top = Math.floor(frame / columns) * 100 / rows;
      sheet.style.transform = `translate(${-left}%, ${-top}%)`;
      const degrees = Math.round(frame * 360 / frames);
      view.setAttribute("aria-valuenow", String(degrees));
      view.setAttribute("aria-valuetext", `${degrees} degrees, ${SIDES[Math.round(degrees / 45) % 8]}`);
    };
    const stop = () => {
      window.clearInterval(timer);
      timer = 0;
      button.textContent = "Let it turn";
    };
    const spin = () => {
      timer = window.setInterval(() => { if (view.isConnected) show(frame + 1); else stop(); }, TURN_MS / frames);
      button.textContent = "Stop turning";
    };
    button.addEventListener("click", () => { if (timer) stop(); else if (!calm.matches) spin(); });
    calm.addEventListener("change", stop);

    let grip = null;
    view.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      stop();
      grip = { x: event.clientX, frame };
      view.setPointerCapture(event.pointerId);
    });
    view.addEventListener("pointermove", (event) => {
      // Across its own width it turns once round; what faces you follows the finger.
      if (grip) show(grip.frame - (event.clientX - grip.x) / view.clientWidth * frames);
    });
    for (const kind of ["pointerup", "pointercancel", "lostpointercapture"]) view.addEventListener(kind, () => { grip = null; });
    view.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      let next;
      if (event.key in KEYS) next = frame + KEYS[event.key];
      else if (event.key === "PageUp") next = frame + frames / 4;
      else if (event.key === "PageDown") next = frame - frames / 4;
      else if (event.key === "Home") next = 0;
      else if (event.key === "End") next = frames - 1;
      else return;
      event.preventDefault();
      stop();
      show(next);
    });
    stop();
    show(0);
  }

  function find() {
    document.querySelectorAll("[data-turntable]:not([data-built])").forEach((place) => {
      place.dataset.built = "1";
      build(place);
    });
  }
  // A part of the page may be shown anew with a turntable in it.
  new MutationObserver(find).observe(document.body, { childList: true, subtree: true });
  find();
})();
