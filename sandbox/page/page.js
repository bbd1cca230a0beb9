// What only the browser can do beside controls and forms: send what is typed, complete names, let the clock tick.
// Everything else is the server's; it is told by `emitEvent`.
const sandboxPage = (() => {
  const MOST_COMPLETIONS = 8;
  const isNarrow = () => matchMedia("(max-width: 760px)").matches;
  const composer = (pane) => document.querySelector(`[data-composer="${pane}"]`);

  // Composers

  function say(field) {
    if (!field.value.trim()) return;
    emitEvent("say", { pane: field.dataset.composer, text: field.value, thread_ts: field.dataset.thread ?? null });
    field.value = "";
    changed(field);
  }

  function changed(field) {
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight}px`;
    showCompletions(field);
  }

  function wordAt(field) {
    const before = field.value.slice(0, field.selectionStart);
    return before.match(/^\/\S*$|(?<=^|\s)[@#][\w.-]*$/)?.[0] ?? "";
  }

  function completionsFor(word) {
    if (!word) return [];
    const sign = word[0];
    const rest = word.slice(1).toLowerCase();
    const all = JSON.parse(document.querySelector(".sandbox-page").dataset.completions);
    const fitting = all.filter((one) => one.word[0] === sign && one.word.toLowerCase().includes(rest));
    const begins = (one) => one.word.toLowerCase().startsWith(sign + rest);
    return fitting.sort((one, other) => begins(other) - begins(one)).slice(0, MOST_COMPLETIONS);
  }

  const listOf = (field) => document.getElementById(field.getAttribute("aria-controls"));

  function showCompletions(field) {
    const list = listOf(field);
    const found = completionsFor(wordAt(field));
    list.replaceChildren(
      ...found.map((one, index) => {
        const option = document.createElement("div");
        option.setAttribute("role", "option");
        option.id = `${list.id}-${index}`;
        option.dataset.word = one.word;
        const note = document.createElement("small");
        note.textContent = one.note;
        option.append(one.word, note);
        return option;
      }),
    );
    list.hidden = found.length === 0;
    field.setAttribute("aria-expanded", String(found.length > 0));
    select(field, 0);
  }

  function select(field, index) {
    const options = [...listOf(field).children];
    const selected = options[(index + options.length) % options.length];
    options.forEach((option) => option.setAttribute("aria-selected", String(option === selected)));
    if (selected) field.setAttribute("aria-activedescendant", selected.id);
    else field.removeAttribute("aria-activedescendant");
    selected?.scrollIntoView({ block: "nearest" });
  }

  function complete(field, word) {
    const end = field.selectionStart;
    field.setRangeText(`${word} `, end - wordAt(field).length, end, "end");
    field.focus();
    changed(field);
  }

  function pressInComposer(event, field) {
    const list = listOf(field);
    if (!list.hidden) {
      const options = [...list.children];
      const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
      const isWhole = options[at].dataset.word === wordAt(field);
      if (event.key === "ArrowDown") select(field, at + 1);
      else if (event.key === "ArrowUp") select(field, at - 1);
      else if (event.key === "Escape") list.hidden = true;
      else if (event.key === "Tab" || (event.key === "Enter" && !isWhole)) complete(field, options[at].dataset.word);
      else if (event.key === "Enter") say(field);
      else return;
      event.preventDefault();
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      say(field);
    }
  }

  function giveBack(pane, text) {
    const field = composer(pane);
    if (!field.value) field.value = text;
    changed(field);
  }

  // What the whole page listens to

  const onClick = [
    ["[data-thread]:not(textarea)", (opener) => emitEvent("thread", opener.dataset.thread)],
    ["[data-open]", (opener) => emitEvent("open", opener.dataset.open)],
    ["[data-drawer]", () => document.body.classList.toggle("drawer-open")],
    ["[data-send]", (button) => say(button.parentElement.querySelector("textarea"))],
    ["[data-word]", (option) => complete(option.closest(".field").querySelector("textarea"), option.dataset.word)],
  ];

  document.addEventListener("click", (event) => {
    for (const [selector, handle] of onClick) {
      const target = event.target.closest(selector);
      if (target) return handle(target);
    }
  });

  // A press on a suggestion must not take the focus out of the text.
  document.addEventListener("mousedown", (event) => event.target.closest("[data-word]") && event.preventDefault());

  document.addEventListener("change", ({ target }) => {
    if (target.matches("[data-acting]")) location.search = new URLSearchParams({ as: target.value });
  });

  document.addEventListener("input", (event) => event.target.matches("[data-composer]") && changed(event.target));

  document.addEventListener("keydown", (event) => {
    if (event.target.matches("[data-composer]")) return pressInComposer(event, event.target);
    if (event.key === "Escape") document.body.classList.remove("drawer-open");
  });

  document.addEventListener("visibilitychange", () => emitEvent("look", document.visibilityState === "visible"));

  // What is drawn anew takes the focused control with it: the keyboard goes on from its successor.

  let focused = null;

  document.addEventListener("focusin", ({ target }) => {
    const home = target.closest("article, [data-view]");
    const control = target.closest("[data-action]");
    focused = home && { home, action: control?.dataset.action, block: control?.dataset.block };
  });

  function keepFocus() {
    const isLost = document.activeElement?.matches("body, dialog") ?? true;
    if (!focused?.home.isConnected || !isLost) return;
    const same = [...focused.home.querySelectorAll("[data-action]")].find(
      (control) => control.dataset.action === focused.action && control.dataset.block === focused.block,
    );
    const successor = same ?? focused.home.querySelector(".actions [data-action]") ?? focused.home;
    const isFocusable = successor.matches("button, a, input, textarea, article");
    (isFocusable ? successor : successor.querySelector("button, input"))?.focus({ preventScroll: true });
  }

  // The clock

  let day = "";

  function tick() {
    const face = document.querySelector(".now");
    if (!face) return;
    const now = new Date(Date.now() + Number(face.dataset.offset) * 1000);
    const zone = { timeZone: face.dataset.zone };
    const date = now.toLocaleDateString("en-US", { ...zone, weekday: "short", month: "short", day: "numeric" });
    const hours = { hourCycle: face.dataset.hours, hour: face.dataset.hours === "h12" ? "numeric" : "2-digit" };
    const time = now.toLocaleTimeString("en-US", { ...zone, ...hours, minute: "2-digit" });
    const words = isNarrow() ? time : `${date} ${time}`;
    if (face.textContent !== words) face.textContent = words;
    if (day && day !== date) emitEvent("day", date);
    day = date;
  }

  new MutationObserver(() => {
    sandboxForms.settle();
    keepFocus();
    tick();
  }).observe(document, { childList: true, subtree: true, attributeFilter: ["data-offset"] });
  setInterval(tick, 1000);

  // What the server asks for

  function opened(address) {
    history.replaceState(null, "", `?${new URLSearchParams(address)}`);
    sandboxToasts.showPermission();
    document.body.classList.remove("drawer-open");
    document.querySelector(".pane .scroller").scrollTop = 0;
    // Not taken from a person who has found something to do there already.
    if (!isNarrow() && !document.activeElement.closest("article, [data-view]")) composer("main")?.focus();
  }

  const openedThread = () => setTimeout(() => composer("thread")?.focus());

  const leftThread = (ts) => {
    const opener = document.querySelector(`[data-pane=main] button[data-thread="${ts}"]`);
    (opener ?? composer("main")).focus();
  };

  return { opened, openedThread, leftThread, giveBack };
})();
