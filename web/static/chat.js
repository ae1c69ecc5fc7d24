// The chat of a tab: sends through an ordered queue, reads by long polls, shows text as text.
// Without a token in this tab the page is the form session's, and stays as the server made it.
"use strict";
(() => {
  const KEY = "chat";
  const POLL_SECONDS = 25, TYPING_MS = 20000, TRIES = 4, NEAR_END_PX = 120;
  const $ = (id) => document.getElementById(id);
  const log = $("log"), end = $("end"), text = $("text"), composer = $("composer");
  const words = $("words").dataset;
  let token = null;
  try { token = sessionStorage.getItem(KEY); } catch { /* storage is switched off: forms serve */ }
  if (!token) {
    if (!("formSession" in log.dataset)) location.replace("/");
    else end.scrollIntoView({ block: "end" });
    return;
  }
  const headers = { Authorization: `Bearer ${token}` };
  log.replaceChildren(end);
  document.querySelector(".refresh")?.remove();

  let after = 0, owner = "bot", choices = null, over = false;
  let wakeUp = () => {};
  const waiting = []; // our own bubbles that the server has not shown back yet, oldest first
  const queue = [];
  let sending = false, typingTimer = 0;

  const pause = (ms) => new Promise((done) => {
    const timer = setTimeout(done, ms);
    wakeUp = () => { clearTimeout(timer); done(); };
  });
  const rest = (ms) => new Promise((done) => {
    setTimeout(done, ms);
    addEventListener("online", done, { once: true });
  });
  // controls that reorder what stands beside them (Unicode TR 9); joiners stay
  const visible = (value) => value.replace(/[\u202a-\u202e\u2066-\u2069]/g, "");

  function bubble(sender, value, language, direction) {
    const made = $(`from-${sender}`).content.firstElementChild.cloneNode(true);
    const shown = made.querySelector(".words");
    shown.textContent = visible(value);
    shown.dir = direction;
    if (language) shown.lang = language;
    return made;
  }

  // the log scrolls, or on a phone lying on its side the whole page
  const toEnd = () => end.scrollIntoView({ block: "end" });

  function add(element, follow) {
    const near = end.getBoundingClientRect().top < innerHeight + NEAR_END_PX;
    log.insertBefore(element, end);
    if (near || follow) toEnd();
  }

  function typing(on) {
    clearTimeout(typingTimer);
    $("typing").hidden = !on;
    if (on) {
      typingTimer = setTimeout(() => typing(false), TYPING_MS);
      toEnd();
    }
  }

  function dropChoices() {
    if (!choices) return;
    if (choices.contains(document.activeElement)) log.focus({ preventScroll: true });
    choices.remove();
    choices = null;
  }

  function offer(message) {
    dropChoices();
    choices = document.createElement("div");
    choices.className = "choices";
    choices.setAttribute("role", "group");
    choices.setAttribute("aria-label", words.answers);
    choices.lang = message.language;
    choices.dir = message.dir;
    for (const { value, label } of message.choices) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = visible(label);
      button.addEventListener("click", () => send({ choice: value }, label));
      choices.append(button);
    }
    add(choices);
  }

  function show(message) {
    after = Math.max(after, message.seq);
    const mine = message.from === "person";
    if (mine) {
      waiting.shift()?.remove();
      dropChoices();
    }
    typing(mine && owner === "bot");
    const direction = message.name === null ? "auto" : message.dir;
    add(bubble(message.from, message.text, mine ? "" : message.language, direction));
    if (!mine && message.choices.length) offer(message);
    if (choices) log.insertBefore(choices, end);
    for (const own of waiting) log.insertBefore(own, end);
  }

  function state(value) {
    if ($("state").textContent !== value) $("state").textContent = value;
  }

  function finish() {
    over = true;
    try { sessionStorage.removeItem(KEY); } catch { /* nothing was kept */ }
    typing(false);
    dropChoices();
    composer.hidden = true;
    const again = document.createElement("a");
    again.href = `/?language=${encodeURIComponent(document.documentElement.lang)}`;
    again.className = "button";
    again.textContent = words.newChat;
    $("state").replaceChildren(`${words.ended} `, again);
  }

  // --- reading

  function followLanguage(language) {
    const shown = document.documentElement.lang;
    const asked = new URLSearchParams(location.search).get("language");
    if (language === shown || language === asked || text.value || queue.length) return;
    location.replace(`/chat?language=${encodeURIComponent(language)}`);
  }

  async function read(wait) {
    const began = Date.now();
    const answer = await fetch(`/chat/messages?after=${after}&wait=${wait}`, { headers, cache: "no-store" });
    if (answer.status === 401) { finish(); return; }
    if (!answer.ok) throw new Error(String(answer.status));
    const page = await answer.json();
    owner = page.owner;
    $("agent").hidden = owner !== "agent";
    state("");
    page.messages.forEach(show);
    followLanguage(page.language);
    // no place to wait was free on the server: ask again a little later, sooner when answer is due
    if (wait && !page.messages.length && Date.now() - began < 1000) {
      await pause($("typing").hidden ? 3000 : 700);
    }
  }

  async function follow() {
    let wait = 0, delay = 1000;
    while (!over) {
      if (document.hidden) {
        await new Promise((shown) => document.addEventListener("visibilitychange", shown, { once: true }));
      }
      try {
        await read(wait);
        wait = POLL_SECONDS;
        delay = 1000;
      } catch {
        state(words.offline);
        await pause(delay);
        delay = Math.min(delay * 2, 30000);
      }
    }
  }
  addEventListener("offline", () => state(words.offline));
  addEventListener("online", () => { wakeUp(); pump(); });

  // --- sending

  function newId() {
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
  }

  function mark(own, value) {
    own.querySelector(".sent")?.remove();
    if (!value) return;
    const note = document.createElement("span");
    note.className = "sent";
    note.textContent = value;
    own.append(note);
    return note;
  }

  function send(content, label) {
    const own = bubble("person", label, "", "auto");
    own.classList.add("on-its-way");
    dropChoices();
    add(own, true);
    waiting.push(own);
    queue.push({ own, body: JSON.stringify({ id: newId(), ...content }) });
    pump();
  }

  async function pump() {
    if (sending || over) return;
    sending = true;
    while (queue.length && !over) {
      if (!(await deliver(queue[0]))) break;
      queue.shift();
    }
    sending = false;
  }

  async function deliver({ own, body }) {
    for (let tried = 0; tried < TRIES; tried += 1) {
      if (tried) mark(own, words.sending);
      let wait = 1000 * 2 ** tried;
      try {
        const answer = await fetch("/chat/messages", {
          method: "POST",
          headers: { ...headers, "Content-Type": "application/json" },
          body,
        });
        if (answer.status === 202) { sent(own); return true; }
        if (answer.status === 401) { finish(); return false; }
        if (answer.status < 500 && answer.status !== 429) { mark(own, words.notSent); return true; }
        wait = Math.max(wait, 1000 * Number(answer.headers.get("Retry-After") ?? 0));
      } catch { state(words.offline); /* the same id may safely go out again */ }
      await rest(wait);
    }
    offerAnotherTry(own);
    return false;
  }

  function sent(own) {
    mark(own, "");
    state("");
    own.classList.remove("on-its-way");
    if (owner === "bot" && waiting.includes(own)) typing(true);
    wakeUp();
  }

  function offerAnotherTry(own) {
    const again = document.createElement("button");
    again.type = "button";
    again.textContent = words.tryAgain;
    again.addEventListener("click", () => { mark(own, words.sending); pump(); });
    mark(own, `${words.notSent} `).append(again);
  }

  composer.addEventListener("submit", (event) => {
    event.preventDefault();
    const value = text.value.trim();
    if (!value) { state(words.empty); text.focus(); return; }
    state("");
    text.value = "";
    text.style.blockSize = "";
    send({ text: value }, value);
    text.focus();
  });
  text.addEventListener("keydown", (event) => {
    // an input method's Enter ends a word, not a message
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    composer.requestSubmit();
  });
  const grow = () => {
    text.style.blockSize = "auto";
    text.style.blockSize = `${text.scrollHeight + 4}px`; // its two borders
  };
  text.addEventListener("input", grow);
  text.required = false;

  follow();
})();
