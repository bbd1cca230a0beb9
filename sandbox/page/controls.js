// The interactive elements of Block Kit: what is chosen in each, their menus, and how the server is told of an act.
const sandboxControls = (() => {
  const MOST_FOUND = 50;
  const listOf = (value) => [value ?? []].flat();
  const optionsOf = (control) => [...control.querySelectorAll("[role=option]")];
  const directory = () => JSON.parse(document.querySelector(".sandbox-page").dataset.completions);
  const nameOf = (entry) => (entry.word[0] === "@" ? entry.word.slice(1) : entry.word);

  // What is chosen

  function valueOf(control) {
    if (control.dataset.chosen) return JSON.parse(control.dataset.chosen);
    if (!control.matches(".checks")) return control.value || null;
    const checked = [...control.querySelectorAll("input:checked")].map((input) => input.value);
    return control.dataset.kind === "radio_buttons" ? (checked[0] ?? null) : checked;
  }

  function put(control, value) {
    if (control.dataset.chosen) return putChosen(control, value);
    if (!control.matches(".checks")) control.value = value ?? "";
    const inputs = control.querySelectorAll("input");
    inputs.forEach((input) => (input.checked = listOf(value).includes(input.value)));
  }

  function putChosen(control, value) {
    const named = control.dataset.source
      ? directory().map((entry) => [entry.id, nameOf(entry)])
      : optionsOf(control).map((option) => [option.dataset.option, option.firstChild.textContent]);
    const names = new Map(named);
    const chosen = listOf(value).filter((one) => names.has(one));
    const words = chosen.map((one) => names.get(one)).join(", ");
    const opener = control.querySelector(".select");
    control.dataset.chosen = JSON.stringify(Array.isArray(value) ? chosen : (chosen[0] ?? null));
    opener.textContent = words || control.dataset.empty;
    if (opener.ariaLabel) opener.ariaLabel = words ? `${control.dataset.empty}: ${words}` : control.dataset.empty;
    mark(control);
  }

  function mark(control) {
    const chosen = listOf(valueOf(control));
    optionsOf(control).forEach((option) => (option.ariaSelected = String(chosen.includes(option.dataset.option))));
  }

  function choose(option) {
    const control = option.closest("[data-action]");
    const menu = option.closest(".menu");
    const isMultiple = control.dataset.chosen?.startsWith("[");
    if (!isMultiple) menu.hidePopover();
    if (option.dataset.url) window.open(option.dataset.url, "_blank", "noopener");
    if (control.dataset.kind === "overflow") return act(control, { selected: option.dataset.option });
    put(control, (isMultiple ? toggled : chosenAgain)(control, option.dataset.option));
    changed(control);
    // Of what was typed nothing must get in the way of finding the next one.
    if (isMultiple && menu.querySelector(".search")?.value) begin(menu);
  }

  function toggled(control, one) {
    const before = valueOf(control);
    if (before.includes(one)) return before.filter((other) => other !== one);
    return before.length < Number(control.dataset.most ?? Infinity) ? [...before, one] : before;
  }

  // What may be left out can be taken back by choosing it again.
  const chosenAgain = (control, one) =>
    control.closest("[data-optional]") && valueOf(control) === one ? null : one;

  function changed(control) {
    control.dispatchEvent(new Event("input", { bubbles: true }));
    const field = control.closest("[data-field]");
    if (!field || field.dataset.acts) act(control, { selected: valueOf(control) });
  }

  // Acts

  function act(control, choice) {
    const confirm = control.dataset.confirm;
    if (confirm) ask(JSON.parse(confirm), () => send(control, choice));
    else send(control, choice);
  }

  function send(control, choice) {
    control.setAttribute("aria-busy", "true");
    const view = control.closest("[data-view]");
    const inMessage = () => ({ pane: control.closest(".thread") ? "thread" : "main", ts: control.closest("[data-ts]").dataset.ts });
    emitEvent(view ? "act_in_view" : "act", {
      ...(view ? sandboxForms.filled(view) : inMessage()),
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

  function settle(place) {
    document.querySelectorAll(`${place} [aria-busy]`).forEach((busy) => busy.removeAttribute("aria-busy"));
  }

  // Menus

  function begin(menu) {
    const search = menu.querySelector(".search");
    if (search) search.value = "";
    find(menu);
    (search ?? menu.querySelector("[aria-selected=true]") ?? menu.querySelector("button"))?.focus();
  }

  function find(menu) {
    const control = menu.closest("[data-source]");
    const words = menu.querySelector(".search")?.value.trim().toLowerCase().replace(/^[@#]/, "") ?? "";
    if (!control) return menu.querySelectorAll("[role=option]").forEach((option) => (option.hidden = !option.textContent.toLowerCase().includes(words)));
    const found = directory().filter((entry) => entry.word[0] === control.dataset.source && entry.word.toLowerCase().includes(words));
    menu.querySelector("[role=listbox]").replaceChildren(...found.slice(0, MOST_FOUND).map(optionFor));
    mark(control);
  }

  function optionFor(entry) {
    const option = document.createElement("button");
    option.type = "button";
    option.role = "option";
    option.dataset.option = entry.id;
    option.textContent = nameOf(entry);
    return option;
  }

  function place(menu) {
    begin(menu);
    standBeside(document.querySelector(`[popovertarget="${CSS.escape(menu.id)}"]`), menu);
  }

  function standBeside(opener, shown) {
    const { bottom, top, left } = opener.getBoundingClientRect();
    const { width, height } = shown.getBoundingClientRect();
    const below = bottom + 4 + height <= innerHeight;
    shown.style.top = `${Math.max(8, below ? bottom + 4 : top - height - 4)}px`;
    shown.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`;
  }

  function moveInMenu(event, menu) {
    const items = [...menu.querySelectorAll(".search, button:not([hidden])")];
    const isSearched = items[0]?.matches(".search");
    const at = items.indexOf(document.activeElement);
    const steps = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 };
    const isLetter = event.key.length === 1 && event.key !== " ";
    const named = items.findIndex((item) => isLetter && item.textContent.toLowerCase().startsWith(event.key));
    const to = event.key in steps ? (steps[event.key] + items.length) % items.length : isSearched ? -1 : named;
    if (event.key === "Enter" && isSearched && at === 0) items[1]?.click();
    else if (to >= 0) items[to].focus();
    else return;
    event.preventDefault();
  }

  document.addEventListener("click", (event) => {
    const option = event.target.closest("[data-option]");
    if (option) return choose(option);
    const button = event.target.closest("button[data-action], a[data-action]");
    if (button) return act(button, { value: button.dataset.value ?? null });
    event.target.closest("[data-closes]")?.closest(".menu").hidePopover();
  });

  document.addEventListener("change", ({ target }) => {
    const control = target.closest("[data-action]");
    if (!control || target.matches(".search, .text-input") || !target.validity.valid) return;
    const field = control.closest("[data-field]");
    if (!field || field.dataset.acts) act(control, { selected: valueOf(control) });
  });

  document.addEventListener("input", (event) => event.target.matches(".search") && find(event.target.closest(".menu")));

  document.addEventListener("keydown", (event) => {
    const menu = event.target.closest(".menu");
    if (menu && event.target.matches("button, .search")) moveInMenu(event, menu);
    if (event.key === "Enter" && event.target.matches("[data-acts] input.text-input")) {
      event.preventDefault();
      act(event.target, { selected: valueOf(event.target) });
    }
  });

  document.addEventListener("toggle", (event) => event.newState === "open" && event.target.matches(".menu") && place(event.target), true);

  return { valueOf, put, settle, standBeside };
})();
