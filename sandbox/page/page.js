// What only the browser can do: catch clicks and keys, complete names, place menus, let the clock tick.
// Everything else is the server's; it is told by `emitEvent`.
const sandboxPage = (() => {
  const MOST_COMPLETIONS = 8;
  const isNarrow = () => matchMedia("(max-width: 760px)").matches;
  const composer = (pane) => document.querySelector(`[data-composer="${pane}"]`);

  // Acts on elements of messages

  function act(control, choice) {
    const confirm = control.dataset.confirm;
    if (confirm) ask(JSON.parse(confirm), () => send(control, choice));
    else send(control, choice);
  }

  function send(control, choice) {
    control.setAttribute("aria-busy", "true");
    emitEvent("act", {
      pane: control.closest(".thread") ? "thread" : "main",
      ts: control.closest("[data-ts]").dataset.ts,
      kind: control.dataset.kind,
      action_id: control.dataset.action,
      block_id: control.dataset.block,
      ...choice,
    });
  }

  function ask(confirm, yes) {
    const dialog = document.createElement("dialog");
    dialog.className = "confirm";
    dialog.setAttribute("aria-labelledby", "confirm-title");
    dialog.innerHTML =
      `<form method="dialog"><h2 id="confirm-title">${confirm.title}</h2><p>${confirm.text}</p><div class="actions">` +
      `<button class="button" value="">${confirm.deny}</button>` +
      `<button class="button ${confirm.style}" value="yes">${confirm.confirm}</button></div></form>`;
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (dialog.returnValue === "yes") yes();
    });
    document.body.append(dialog);
    dialog.showModal();
  }

  function settle(ts) {
    document.querySelectorAll(`[data-ts="${ts}"] [aria-busy]`).forEach((busy) => busy.removeAttribute("aria-busy"));
  }

  const checked = (control) => [...control.querySelectorAll("input:checked")].map((input) => input.value);

  function choose(option) {
    const control = option.closest("[data-action]");
    const menu = option.closest(".menu");
    menu.hidePopover();
    if (control.dataset.kind !== "overflow") menu.previousElementSibling.textContent = option.firstChild.textContent;
    if (option.dataset.url) window.open(option.dataset.url, "_blank", "noopener");
    act(control, { selected: option.dataset.option });
  }

  // Menus

  function place(menu) {
    const opener = document.querySelector(`[popovertarget="${CSS.escape(menu.id)}"]`).getBoundingClientRect();
    const { width, height } = menu.getBoundingClientRect();
    const below = opener.bottom + 4 + height <= innerHeight;
    menu.style.top = `${Math.max(8, below ? opener.bottom + 4 : opener.top - height - 4)}px`;
    menu.style.left = `${Math.max(8, Math.min(opener.left, innerWidth - width - 8))}px`;
    menu.querySelector("[aria-current], button")?.focus();
  }

  function moveInMenu(menu, key) {
    const items = [...menu.querySelectorAll("button")];
    const at = items.indexOf(document.activeElement);
    const steps = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 };
    const named = items.findIndex((item) => key.length === 1 && item.textContent.toLowerCase().startsWith(key));
    const to = key in steps ? (steps[key] + items.length) % items.length : named;
    if (to >= 0) items[to].focus();
    return to >= 0;
  }

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
    ["[data-option]", choose],
    ["button[data-action], a[data-action]", (control) => act(control, { value: control.dataset.value ?? null })],
    ["[data-thread]:not(textarea)", (opener) => emitEvent("thread", opener.dataset.thread)],
    ["[data-open]", (opener) => emitEvent("open", opener.dataset.open)],
    ["[data-closes]", (item) => item.closest(".menu").hidePopover()],
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

  document.addEventListener("change", (event) => {
    const input = event.target;
    if (input.matches("[data-acting]")) location.search = new URLSearchParams({ as: input.value });
    const control = input.closest("[data-action]");
    if (!control || !input.validity.valid) return;
    const kind = control.dataset.kind;
    if (kind === "checkboxes" || kind === "multi_users_select") act(control, { selected: checked(control) });
    else act(control, { selected: input.value || null });
  });

  document.addEventListener("input", (event) => event.target.matches("[data-composer]") && changed(event.target));

  document.addEventListener("keydown", (event) => {
    if (event.target.matches("[data-composer]")) return pressInComposer(event, event.target);
    const menu = event.target.closest(".menu");
    if (menu && event.target.matches("button") && moveInMenu(menu, event.key)) event.preventDefault();
    if (event.key === "Escape") document.body.classList.remove("drawer-open");
  });

  document.addEventListener("toggle", (event) => event.newState === "open" && event.target.matches(".menu") && place(event.target), true);

  document.addEventListener("visibilitychange", () => emitEvent("look", document.visibilityState === "visible"));

  // A message that is drawn anew takes the focused button with it: the keyboard goes on from its successor.

  let focused = null;

  document.addEventListener("focusin", (event) => {
    const article = event.target.closest("article");
    const control = event.target.closest("[data-action]");
    focused = article && { article, action: control?.dataset.action, block: control?.dataset.block };
  });

  function keepFocus() {
    if (!focused?.article.isConnected || document.activeElement !== document.body) return;
    const same = [...focused.article.querySelectorAll("[data-action]")].find(
      (control) => control.dataset.action === focused.action && control.dataset.block === focused.block,
    );
    const successor = same ?? focused.article.querySelector(".actions [data-action]") ?? focused.article;
    (successor.matches("button, a, input, article") ? successor : successor.querySelector("button, input")).focus({
      preventScroll: true,
    });
  }

  // The clock

  let day = "";

  function tick() {
    const face = document.querySelector(".now");
    if (!face) return;
    const now = new Date(Date.now() + Number(face.dataset.offset) * 1000);
    const zone = { timeZone: face.dataset.zone };
    const date = now.toLocaleDateString("en-US", { ...zone, weekday: "short", month: "short", day: "numeric" });
    const time = now.toLocaleTimeString("en-US", { ...zone, hour: "numeric", minute: "2-digit" });
    const words = `${date} ${time}`;
    if (face.textContent !== words) face.textContent = words;
    if (day && day !== date) emitEvent("day", date);
    day = date;
  }

  new MutationObserver(() => {
    keepFocus();
    tick();
  }).observe(document, { childList: true, subtree: true, attributeFilter: ["data-offset"] });
  setInterval(tick, 1000);

  // What the server asks for

  function opened(address) {
    history.replaceState(null, "", `?${new URLSearchParams(address)}`);
    document.title = `${address.channel} · Sandbox`;
    document.body.classList.remove("drawer-open");
    document.querySelector(".pane .scroller").scrollTop = 0;
    if (!isNarrow()) composer("main")?.focus();
  }

  const openedThread = () => setTimeout(() => composer("thread")?.focus());

  return { opened, openedThread, giveBack, settle };
})();
