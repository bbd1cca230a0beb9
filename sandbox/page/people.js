// Cards of people, each beside the name at which one points or to which the keyboard has come. Arrows walk from message
// to message; only in the one where the keyboard is, the names are stops too.
const sandboxPeople = (() => {
  const NAMES = ".mention[data-user], .author[data-user], .avatar[data-user]";
  const POINTED_FOR_MS = 250;
  const LEFT_FOR_MS = 120;
  const card = () => document.getElementById("person-card");
  let named = null;
  let due = 0;

  function soon(act, after) {
    clearTimeout(due);
    due = setTimeout(act, after);
  }

  function ask(name) {
    hide();
    named = name;
    emitEvent("person", name.dataset.user);
  }

  function show(html) {
    if (!named?.isConnected) return;
    card().innerHTML = html;
    card().showPopover();
    sandboxControls.standBeside(named, card());
    named.setAttribute("aria-describedby", card().id);
  }

  function hide() {
    if (!named) return;
    named.removeAttribute("aria-describedby");
    named = null;
    card().hidePopover();
  }

  function walk(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !event.target.matches(`.scroller, article, ${NAMES}`)) return;
    const all = [...event.target.closest(".scroller").querySelectorAll("article")];
    const at = all.indexOf(event.target.closest("article"));
    const next = at < 0 ? all.at(-1) : all[at + step];
    next?.focus();
    if (next) event.preventDefault();
  }

  document.addEventListener("pointerover", ({ target }) => {
    const name = target.closest(NAMES);
    if (target.closest("#person-card") || (name && name === named)) clearTimeout(due);
    else if (name) soon(() => ask(name), POINTED_FOR_MS);
    else if (named !== document.activeElement) soon(hide, LEFT_FOR_MS);
  });

  document.addEventListener("focusin", ({ target }) => {
    document.querySelectorAll("[data-user][tabindex='0']").forEach((name) => (name.tabIndex = -1));
    target.closest("article")?.querySelectorAll("[data-user][tabindex]").forEach((name) => (name.tabIndex = 0));
    // Once the page has been scrolled to the name, since scrolling hides the card.
    if (target.matches(NAMES)) requestAnimationFrame(() => document.activeElement === target && ask(target));
  });

  document.addEventListener("focusout", ({ target }) => target === named && hide());
  document.addEventListener("scroll", hide, true);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !named) return walk(event);
    hide();
    event.preventDefault();
  });

  return { show };
})();
