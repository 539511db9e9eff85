// Keys for the faces to decide, and the next faces fetched ahead. Without it every button is a form.
"use strict";
(() => {
  const box = document.getElementById("cards");
  const told = document.getElementById("told");
  const left = document.getElementById("left");
  const none = document.getElementById("none");
  const undo = document.getElementById("undo");
  const keys = document.querySelector("#keys input");
  const answered = [];
  const put_off = new Set();
  const busy = new Set();
  let ready = [];
  let fetching = null;
  let waiting = Number(left.textContent);
  if (!box || !window.fetch) return;
  document.getElementById("keys").hidden = false;

  const shown = () => box.querySelector("article");
  const faceOf = (card) => card.dataset.face;

  const say = (name) => {
    told.textContent = told.dataset[name];
    told.hidden = false;
  };

  const settle = () => {
    none.hidden = Boolean(shown());
    left.textContent = String(Math.max(0, waiting));
    undo.hidden = answered.length === 0;
  };

  const load = (card) => Promise.all([...card.querySelectorAll("img")].map((img) => img.decode().catch(() => null)));

  const fetched = async (query) => {
    const answer = await fetch(`/faces/next?${query}`, { credentials: "same-origin" });
    return answer.ok && !answer.redirected ? answer.text() : "";
  };

  const cardsFrom = (text) => {
    const made = document.createElement("template");
    made.innerHTML = text;
    return [...made.content.querySelectorAll("article")].map((card) => document.importNode(card, true));
  };

  const ahead = () => {
    if (fetching || ready.length >= 6) return fetching;
    const seen = [...answered.map((one) => one.face), ...put_off, ...busy, ...ready.map((one) => faceOf(one.card))];
    if (shown()) seen.push(faceOf(shown()));
    const query = encodeURIComponent([...new Set(seen)].slice(-100).join(","));
    fetching = fetched(`seen=${query}`)
      .then((text) => {
        for (const card of cardsFrom(text)) {
          if (!seen.includes(faceOf(card))) ready.push({ card, loaded: load(card) });
        }
      })
      .catch(() => null)
      .finally(() => { fetching = null; });
    return fetching;
  };

  const show = (card) => {
    box.replaceChildren(...(card ? [card] : []));
    document.documentElement.dataset.face = card ? faceOf(card) : "";
    settle();
    if (card) card.querySelector("h2").scrollIntoView({ block: "nearest" });
  };

  const next = async () => {
    if (!ready.length) await ahead();
    const one = ready.shift();
    if (one) await one.loaded;
    show(one ? one.card : null);
    ahead();
  };

  const post = async (path, body) => {
    const answer = await fetch(path, {
      method: "POST", body, credentials: "same-origin", headers: { "X-Likeness": "keys" },
    });
    if (answer.status !== 204) throw new Error("refused");
    return answer.headers.get("X-Likeness-Undo") || "";
  };

  const answer = async (form, button) => {
    const card = form.closest("article");
    const face = faceOf(card);
    if (busy.has(face) || !form.reportValidity()) return;
    const body = new URLSearchParams(new FormData(form));
    if (button && button.name) body.set(button.name, button.value);
    if (body.get("kind") === "later") {
      put_off.add(face);
      await next();
      return;
    }
    busy.add(face);
    waiting -= 1;
    const sent = post(form.getAttribute("action"), body);
    const mine = { face, sent };
    answered.push(mine);
    const moved = next();
    try {
      await sent;
      say("saved");
    } catch {
      await moved;
      if (answered.includes(mine)) answered.splice(answered.indexOf(mine), 1);
      waiting += 1;
      say("failed");
      const here = shown();
      if (here) ready.unshift({ card: here, loaded: Promise.resolve() });
      show(card);
    }
    busy.delete(face);
    settle();
  };

  const takeBack = async () => {
    const last = answered.pop();
    if (!last) return;
    const { face } = last;
    const body = new URLSearchParams(new FormData(undo));
    try {
      body.set("csrf", await last.sent);
    } catch { return; }
    try {
      await post(`/faces/${encodeURIComponent(face)}/undo`, body);
      waiting += 1;
      const [card] = cardsFrom(await fetched(`first=${encodeURIComponent(face)}`));
      const here = shown();
      if (here) ready.unshift({ card: here, loaded: Promise.resolve() });
      if (card) await load(card);
      say("undone");
      show(card || null);
    } catch {
      answered.push(last);
      say("failed");
    }
    settle();
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form === undo && answered.length) {
      event.preventDefault();
      takeBack();
    } else if (form.closest("#cards")) {
      event.preventDefault();
      answer(form, event.submitter);
    }
  });

  document.addEventListener("keydown", (event) => {
    if (!keys.checked || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && event.target.type !== "checkbox") {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const letter = event.key.toLowerCase();
    const button = document.querySelector(`#cards [data-key="${CSS.escape(letter)}"]`);
    const field = document.querySelector(`#cards [data-focus="${CSS.escape(letter)}"]`);
    if (letter === "u" && !undo.hidden) {
      event.preventDefault();
      undo.requestSubmit();
    } else if (button) {
      event.preventDefault();
      button.form.requestSubmit(button);
    } else if (field) {
      event.preventDefault();
      field.focus();
    }
  });

  try {
    keys.checked = window.localStorage.getItem("keys") !== "off";
    keys.addEventListener("change", () => window.localStorage.setItem("keys", keys.checked ? "on" : "off"));
  } catch { /* a browser that keeps nothing still has the keys */ }
  if (shown()) document.documentElement.dataset.face = faceOf(shown());
  ahead();
})();
