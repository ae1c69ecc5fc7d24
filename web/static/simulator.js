// A phone in the browser: types and reads through the offline carrier's phone API.
"use strict";
(() => {
  const NUMBERS = "simulator-numbers", CHOSEN = "simulator-chosen", WAIT_SECONDS = 20;
  const $ = (id) => document.getElementById(id);
  const log = $("log"), end = $("end"), body = $("body"), numbers = $("numbers");
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  const dollars = (amount) => `$${amount.toFixed(4)}`;
  const path = (number) => `/offline-carrier/phones/${encodeURIComponent(number)}/messages`;

  const OURS = $("ours").textContent;
  let phone = "", reading = new AbortController(), texts = new Map();

  // --- which phone

  function kept() {
    try { return JSON.parse(localStorage.getItem(NUMBERS)) ?? []; } catch { return []; }
  }

  function randomNumber() {
    const last = crypto.getRandomValues(new Uint16Array(1))[0] % 10000;
    return `+1530555${String(last).padStart(4, "0")}`;
  }

  function addPhone() {
    let number = randomNumber();
    while (kept().includes(number) || number === OURS) number = randomNumber();
    localStorage.setItem(NUMBERS, JSON.stringify([...kept(), number]));
    choose(number);
    body.focus();
  }

  function pretty(number) {
    return number.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, "+1 $1 $2 $3");
  }

  function choose(number) {
    phone = number;
    localStorage.setItem(CHOSEN, number);
    numbers.replaceChildren(...kept().map((each) => new Option(pretty(each), each, false, each === number)));
    reading.abort();
    reading = new AbortController();
    texts.forEach(({ element }) => element.remove());
    texts = new Map();
    total();
    follow(number, reading.signal);
  }

  // --- reading

  async function follow(number, signal) {
    let wait = 0;
    while (!signal.aborted) {
      try {
        const after = Math.max(0, ...texts.keys());
        const answer = await fetch(`${path(number)}?after=${after}&wait=${wait}`, { signal, cache: "no-store" });
        if (!answer.ok) throw new Error(String(answer.status));
        const page = await answer.json();
        if (signal.aborted) return;
        show(page);
        // receipts follow a text within moments, and a long wait would hide them
        wait = settled() ? WAIT_SECONDS : 0;
        if (!wait) await pause(400);
      } catch (error) {
        if (signal.aborted) return;
        $("state").textContent = "The carrier does not answer. Trying again.";
        await pause(2000);
      }
    }
  }

  const FINAL = new Set(["delivered", "received", "undelivered", "failed"]);
  function settled() {
    return [...texts.values()].every(({ text }) => FINAL.has(text.status));
  }

  function show(page) {
    $("state").textContent = "";
    page.messages.forEach(add);
    for (const [n, status] of Object.entries(page.statuses ?? {})) {
      const known = texts.get(Number(n));
      if (known && known.text.status !== status) {
        known.text.status = status;
        known.note.textContent = describe(known.text);
      }
    }
    if (page.price_basis_usd_per_segment) $("basis").textContent = dollars(page.price_basis_usd_per_segment);
    total();
  }

  function add(text) {
    if (texts.has(text.n)) return;
    const element = document.createElement("div");
    element.className = `text ${text.direction === "in" ? "ours" : "theirs"}`;
    const who = document.createElement("span");
    who.className = "unseen";
    who.textContent = text.direction === "in" ? "You" : "Helper";
    element.append(who);
    for (let picture = 0; picture < (text.media ?? 0); picture += 1) {
      const frame = document.createElement("p");
      frame.className = "picture";
      frame.textContent = "Picture";
      element.append(frame);
    }
    if (text.body) {
      const words = document.createElement("p");
      words.className = "words";
      words.dir = "auto";
      words.textContent = text.body.replace(/[\u202a-\u202e\u2066-\u2069]/g, "");
      element.append(words);
    }
    const note = document.createElement("p");
    note.className = "about-text";
    note.textContent = describe(text);
    element.append(note);
    log.insertBefore(element, end);
    texts.set(text.n, { text, element, note });
    log.scrollTop = log.scrollHeight;
  }

  function describe(text) {
    const parts = text.direction === "in" ? [] : [text.status[0].toUpperCase() + text.status.slice(1)];
    if (text.error_code) parts[0] += ` (${text.error_code})`;
    parts.push(`${text.segments} ${text.segments === 1 ? "segment" : "segments"}`, text.encoding, dollars(text.price_usd ?? 0));
    return parts.join(" · ");
  }

  function total() {
    const all = [...texts.values()].map(({ text }) => text);
    $("empty").hidden = all.length > 0;
    $("sent").textContent = all.filter((text) => text.direction !== "in").length;
    $("received").textContent = all.filter((text) => text.direction === "in").length;
    $("segments").textContent = all.reduce((sum, text) => sum + text.segments, 0);
    $("price").textContent = dollars(all.reduce((sum, text) => sum + (text.price_usd ?? 0), 0));
  }

  // --- typing

  async function send(text, media) {
    try {
      const answer = await fetch(path(phone), {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ body: text, media }),
      });
      if (!answer.ok) throw new Error(String(answer.status));
      choose(phone); // read at once instead of at the end of a long wait
      return true;
    } catch {
      $("state").textContent = "Not sent. Please try again.";
      return false;
    }
  }

  $("composer").addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = body.value;
    if (!text.trim()) return;
    body.value = "";
    grow();
    if (!(await send(text, 0))) body.value = text;
    body.focus();
  });
  body.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    $("composer").requestSubmit();
  });
  const grow = () => {
    body.style.blockSize = "auto";
    body.style.blockSize = `${body.scrollHeight + 2}px`;
  };
  body.addEventListener("input", grow);
  $("picture").addEventListener("click", () => send("", 1));
  $("new").addEventListener("click", addPhone);
  numbers.addEventListener("change", () => choose(numbers.value));
  document.querySelectorAll(".chip").forEach((chip) => {
    chip.addEventListener("click", () => send(chip.textContent, 0));
  });

  $("ours").textContent = pretty(OURS);
  const last = localStorage.getItem(CHOSEN);
  if (last && kept().includes(last)) choose(last); else addPhone();
})();
