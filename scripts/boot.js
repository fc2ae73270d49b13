// Makes the page that the server sent live. `build-site.mjs` replaces APP and WASM by the addresses of the program.
//
// time line:  HTML arrives ── this script ── program and chunk arrive ── hydration ── <html data-hydrated> ── neighbours
//
// Before the program is there, links, fields and submit buttons work as in a browser without scripts. Other buttons would do
// nothing: what is pressed is kept, and pressed again when the page is alive. A program that cannot be loaded, or that ends,
// leaves a page that looks whole and answers nothing: then the page says so. It loads itself again once, unless something was
// typed that would be lost.

const root = document.documentElement;
const RELOADED = "baton-reloaded-at";
const PAUSE_BETWEEN_RELOADS = 60_000;

const pressed = [];
let isAlive = false;
let isTyped = false;

/** Keeps a press on a button that only the live page answers. */
function keep(event) {
  const button = event.target instanceof Element && event.target.closest('button[type="button"]');
  if (!button) return;
  event.preventDefault();
  button.setAttribute("aria-busy", "true");
  pressed.push(button);
}

function noteTyping() {
  isTyped = true;
}

/** Waits until the program says that the page is alive. */
function hydrated() {
  return new Promise((resolve) => {
    const isDone = () => "hydrated" in root.dataset;
    if (isDone()) return resolve();
    const observer = new MutationObserver(() => {
      if (!isDone()) return;
      observer.disconnect();
      resolve();
    });
    observer.observe(root, { attributes: true, attributeFilter: ["data-hydrated"] });
  });
}

function becomeAlive() {
  isAlive = true;
  document.removeEventListener("click", keep, true);
  document.removeEventListener("input", noteTyping, true);
  for (const button of pressed) {
    button.removeAttribute("aria-busy");
    if (button.isConnected) button.click();
  }
}

function whenIdle(work) {
  // Safari has no such callback.
  if (window.requestIdleCallback) requestIdleCallback(work, { timeout: 5000 });
  else setTimeout(work, 1000);
}

/** Lets the browser fetch the code of the pages to which people usually go from here, unless they save data. */
function fetchNeighbours() {
  if (navigator.connection?.saveData) return;
  const addresses = document.querySelector("script[data-next]")?.dataset.next ?? "";
  for (const address of addresses.split(" ").filter(Boolean)) {
    const link = document.createElement("link");
    link.rel = "prefetch";
    link.as = "fetch";
    link.crossOrigin = "anonymous";
    link.href = address;
    document.head.append(link);
  }
}

/** Whether the page was loaded again a moment ago. Without a storage it counts as loaded again. */
function wasReloaded() {
  try {
    const before = Number(sessionStorage.getItem(RELOADED) ?? 0);
    sessionStorage.setItem(RELOADED, String(Date.now()));
    return Date.now() - before < PAUSE_BETWEEN_RELOADS;
  } catch {
    return true;
  }
}

function fail(title) {
  if (document.getElementById("page-failed")) return;
  if (!isAlive && !isTyped && !wasReloaded()) {
    location.reload();
    return;
  }
  document.removeEventListener("click", keep, true);
  pressed.forEach((button) => button.removeAttribute("aria-busy"));
  const alert = document.createElement("div");
  alert.id = "page-failed";
  alert.className = "alert alert-error page-failed";
  alert.setAttribute("role", "alert");
  const body = document.createElement("div");
  body.className = "alert-body";
  const words = document.createElement("p");
  words.className = "alert-title";
  words.textContent = title;
  const help = document.createElement("p");
  help.textContent = isTyped || isAlive
    ? "Copy what you typed last, then reload the page."
    : "Reload the page. If that does not help, the network or the browser blocks its scripts.";
  const reload = document.createElement("button");
  reload.type = "button";
  reload.className = "button";
  reload.textContent = "Reload";
  reload.addEventListener("click", () => location.reload());
  body.append(words, help, reload);
  alert.append(body);
  document.body.prepend(alert);
}

/** An error that ends the program. Others, such as those of extensions, do not. */
function onError(error) {
  if (error instanceof WebAssembly.RuntimeError) {
    fail(isAlive ? "This page stopped working." : "This page did not start.");
  }
}

document.addEventListener("click", keep, true);
document.addEventListener("input", noteTyping, true);
window.addEventListener("error", (event) => onError(event.error));
window.addEventListener("unhandledrejection", (event) => onError(event.reason));

try {
  const { default: init, hydrate } = await import("APP");
  await init({ module_or_path: "WASM" });
  await hydrate();
  await hydrated();
  becomeAlive();
  whenIdle(fetchNeighbours);
} catch (error) {
  fail("This page did not start.");
  throw error;
}
