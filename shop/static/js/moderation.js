// Keys, hold to reveal and the time left at the moderator's desk. Everything works without it.
(() => {
  "use strict";
  const desk = document.querySelector("[data-desk]");
  const refusal = document.querySelector("[data-refuse]");
  const reasons = document.querySelector("[data-reasons]");
  const keys = document.querySelector("[data-keys]");
  let sent = false;

  document.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
    document.body.classList.add("desk-busy");
  });
  // Coming back by the back button, the page is as it was left: ask the server anew.
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

  const press = (form) => { if (form && !sent) form.requestSubmit(form.querySelector("button")); };

  const refuse = (digit) => {
    const option = refusal.querySelector(`option[data-digit="${digit}"]`);
    if (!option) return;
    reasons.close();
    option.selected = true;
    if (option.value === "other" && !refusal.elements.note.value.trim()) {
      refusal.elements.note.focus();
    } else {
      press(refusal);
    }
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || sent) return;
    if (event.target.closest("input, select, textarea")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const key = event.key.toLowerCase();
    if (reasons && reasons.open) {
      if (/^[1-9]$/.test(key)) { event.preventDefault(); refuse(key); }
      return;
    }
    if (keys && keys.open) {
      if (key === "?") keys.close();
      return;
    }
    if (key === "?" && keys) keys.showModal();
    else if (key === "r" && reasons) reasons.showModal();
    else if (key === "v") reveal();
    else if (/^[aenu]$/.test(key)) press(document.querySelector(`form[data-key="${key}"]`));
    else return;
    event.preventDefault();
  });

  const help = document.querySelector("[data-help]");
  if (help) {
    help.hidden = false;
    help.addEventListener("click", () => keys.showModal());
  }

  // Clear pictures are fetched once, when first asked for, and kept in this page's memory alone.
  const pictures = [...document.querySelectorAll("img[data-clear]")];
  let held = false;
  const fetchClear = async (image) => {
    const answer = await fetch(image.dataset.clear);
    if (!answer.ok) return null;
    const clear = document.createElement("img");
    clear.className = "desk-clear";
    clear.draggable = false;
    clear.alt = image.alt.replace(", blurred", "");
    clear.src = URL.createObjectURL(await answer.blob());
    image.after(clear);
    return clear;
  };
  const turn = (image) => image.clear && image.clear.then((clear) => {
    if (clear) clear.hidden = !held;
  }, () => undefined);
  const reveal = () => {
    held = true;
    for (const image of pictures) {
      image.clear = image.clear || fetchClear(image);
      turn(image);
    }
  };
  const hide = () => { held = false; pictures.forEach(turn); };
  document.addEventListener("pointerdown", (event) => {
    if (event.button === 0 && event.target.matches("img[data-clear]")) reveal();
  });
  for (const end of ["pointerup", "pointercancel", "blur"]) window.addEventListener(end, hide);
  document.addEventListener("keyup", (event) => { if (event.key.toLowerCase() === "v") hide(); });

  const lease = document.querySelector("[data-lease]");
  if (desk && lease) {
    const until = new Date(lease.dataset.lease).getTime();
    const tick = () => {
      const left = Math.max(0, Math.round((until - Date.now()) / 1000));
      if (left > 0) {
        lease.textContent = `for ${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
        setTimeout(tick, 1000);
        return;
      }
      const again = document.createElement("a");
      again.href = location.pathname;
      again.textContent = "no longer. Open it again";
      lease.classList.add("desk-over");
      lease.replaceChildren(again);
    };
    tick();
  }
})();
