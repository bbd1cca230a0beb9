// Modals: the uppermost is open and holds the keyboard, what is typed outlives a redrawing, errors stand at their fields.
const sandboxForms = (() => {
  const typed = new Map();
  const left = new WeakMap();
  let opener = null;

  const views = () => [...document.querySelectorAll("dialog[data-view]")];
  const viewOf = (part) => part.closest("[data-view]");
  const keyOf = (control) => [viewOf(control).dataset.view, control.dataset.block, control.dataset.action].join("\n");
  const controlsOf = (view) =>
    [...view.querySelectorAll("[data-action]")].filter((control) => !["button", "overflow"].includes(control.dataset.kind));

  function filled(view) {
    const fields = controlsOf(view).map((control) => ({
      block_id: control.dataset.block,
      action_id: control.dataset.action,
      kind: control.dataset.kind,
      value: sandboxControls.valueOf(control),
    }));
    return { view_id: view.dataset.view, fields };
  }

  function submit(form) {
    const button = form.querySelector("[type=submit]");
    if (!button || button.ariaBusy) return;
    tell(viewOf(form), {});
    button.ariaBusy = "true";
    emitEvent("submit_view", filled(viewOf(form)));
  }

  function tell(view, errors) {
    view.querySelectorAll("[data-field]").forEach((field) => {
      const error = errors[field.dataset.field] ?? "";
      field.querySelector(".problem").textContent = error;
      field.querySelectorAll("[aria-describedby]").forEach((part) => (part.ariaInvalid = error ? "true" : null));
    });
    view.querySelector("[aria-invalid]")?.closest("[data-field]").querySelector(FIELDS).focus();
  }

  function refuse(viewId, errors) {
    const view = views().find((one) => one.dataset.view === viewId);
    if (view) tell(view, errors);
  }

  // The stack

  const FIELDS = ".input :is(input, textarea, button)";

  function firstPart(view) {
    const wanted = view.querySelector("[data-focus]");
    const field = wanted?.matches("input, textarea") ? wanted : wanted?.querySelector("input, button");
    return field ?? view.querySelector(FIELDS) ?? view.querySelector("[data-form] .content button, [type=submit], button");
  }

  function showUppermost() {
    // A dialog is a moment older than what it is filled with.
    const stack = views().filter((view) => view.querySelector(".content").firstChild);
    const top = stack.at(-1);
    opener ??= top && document.activeElement;
    stack.filter((view) => view !== top && view.open).forEach((view) => view.close());
    if (top && !top.open) {
      const before = left.get(top);
      top.showModal();
      (before?.isConnected ? before : firstPart(top))?.focus();
    }
    if (!top && opener) {
      (opener.isConnected && opener !== document.body ? opener : document.querySelector("[data-composer]")).focus();
      opener = null;
      typed.clear();
    }
  }

  function keepTyped() {
    for (const control of views().flatMap(controlsOf)) {
      if (control.isKept) continue;
      control.isKept = true;
      if (!typed.has(keyOf(control))) continue;
      sandboxControls.put(control, typed.get(keyOf(control)));
      count(control);
    }
  }

  document.addEventListener("input", ({ target }) => {
    const control = target.closest("dialog [data-action]");
    if (!control || target.matches(".search")) return;
    typed.set(keyOf(control), sandboxControls.valueOf(control));
    count(control);
  });

  // How many characters are left, once it matters.
  function count(control) {
    const most = Number(control.dataset.mostCharacters);
    const label = control.closest("[data-field]")?.querySelector(".label");
    if (!most || !label) return;
    const rest = most - control.value.length;
    if (rest < 0.2 * most) label.dataset.rest = rest;
    else delete label.dataset.rest;
  }

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-form]")) return;
    event.preventDefault();
    submit(event.target);
  });

  document.addEventListener("focusin", ({ target }) => viewOf(target)?.matches("dialog") && left.set(viewOf(target), target));

  document.addEventListener("click", ({ target }) => {
    const closer = target.closest("[data-close]");
    if (closer) emitEvent("close_view", { view_id: viewOf(closer).dataset.view, is_whole_stack: closer.dataset.close === "all" });
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("dialog textarea")) submit(event.target.form);
  });

  // The server takes the view away, as it does when the app closes it.
  document.addEventListener("cancel", (event) => {
    if (!event.target.matches("dialog[data-view]")) return;
    event.preventDefault();
    emitEvent("close_view", { view_id: event.target.dataset.view, is_whole_stack: false });
  }, true);

  function settle() {
    showUppermost();
    keepTyped();
  }

  return { filled, refuse, settle };
})();
