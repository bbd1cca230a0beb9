// What calls for the person: a toast in the page, and the browser's own notification while the window is hidden.
const sandboxToasts = (() => {
  const MOST_SHOWN = 3;
  const BELL = {
    default: "Notify me while this window is hidden",
    granted: "You are notified while this window is hidden",
    denied: "This browser's settings refuse notifications",
  };
  const permission = () => window.Notification?.permission ?? "denied";

  function show(news) {
    const stack = document.querySelector(".toasts");
    const toast = document.createElement("button");
    const go = () => {
      toast.remove();
      emitEvent("open", news.channel);
      if (news.thread) emitEvent("thread", news.thread);
    };
    toast.type = "button";
    toast.className = "toast";
    for (const [name, words] of [["strong", news.author], ["small", news.where], ["span", news.words]]) {
      toast.appendChild(document.createElement(name)).textContent = words;
    }
    toast.addEventListener("click", go);
    // How long it stays is said in page.css, where it waits for the pointer and the keyboard as well.
    toast.addEventListener("animationend", () => toast.remove());
    stack.append(toast);
    if (stack.childElementCount > MOST_SHOWN) stack.firstElementChild.remove();
    if (!document.hidden || permission() !== "granted") return;
    new Notification(`${news.author} · ${news.where}`, { body: news.words }).onclick = () => {
      focus();
      go();
    };
  }

  function showPermission() {
    const bell = document.querySelector(".bell");
    bell.ariaPressed = String(permission() === "granted");
    bell.title = BELL[permission()];
  }

  document.addEventListener("click", async ({ target }) => {
    if (!target.closest(".bell")) return;
    await window.Notification?.requestPermission();
    showPermission();
  });

  return { show, showPermission };
})();
