// On every page: the fast way out. On the first page: start or resume a chat kept in this tab.
"use strict";
(() => {
  const KEY = "chat";
  const link = document.getElementById("leave");
  const storage = (() => {
    try { sessionStorage.getItem(KEY); return sessionStorage; } catch { return null; }
  })();

  function leave(event) {
    event?.preventDefault();
    document.body.hidden = true;
    const token = storage?.getItem(KEY) ?? "";
    storage?.clear();
    navigator.sendBeacon("/leave", new URLSearchParams({ token }));
    location.replace(link.dataset.site);
  }
  link.addEventListener("click", leave);

  let escapes = [];
  addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key !== "Escape") { escapes = []; return; }
    escapes = [...escapes, event.timeStamp].filter((at) => event.timeStamp - at < 5000);
    if (escapes.length >= 3) leave();
  });
  // a page that comes back from the browser's memory must not show what was left behind
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

  const form = document.getElementById("start");
  if (!form || !storage) return;
  if (storage.getItem(KEY)) document.getElementById("resume").hidden = false;

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const problem = document.getElementById("start-problem");
    const buttons = form.querySelectorAll("button");
    buttons.forEach((button) => { button.disabled = true; });
    problem.textContent = "";
    try {
      const answer = await fetch("/chat/sessions", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ language: event.submitter.value }),
      });
      if (answer.status === 429) throw new Error("busy");
      if (!answer.ok) throw new Error("trouble");
      const opened = await answer.json();
      storage.setItem(KEY, opened.token);
      location.replace(`/chat?language=${encodeURIComponent(opened.language)}`);
    } catch (error) {
      problem.textContent = error.message === "busy" ? problem.dataset.busy : problem.dataset.trouble;
      buttons.forEach((button) => { button.disabled = false; });
      event.submitter.focus();
    }
  });
})();
