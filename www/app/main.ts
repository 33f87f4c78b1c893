import { Tutor, TutorError } from "codementor-tutor";
import { Analyze } from "./analyze";
import { Chat } from "./chat";
import { button, byId, element } from "./dom";
import { bytes } from "./format";
import { Models, name, progressText } from "./models";
import { Practice } from "./practice";
import { recall, remember, Settings, setUpTheme } from "./settings";

/** Put in by vite.config.ts. */
declare const SANDBOX_URL: string;

const EXAMPLES = [
  "What is a for loop?",
  "Why does my recursion never end?",
  "Show me how to read a file in Python.",
  "When should I use a list, when a dictionary?",
];

async function main(): Promise<void> {
  setUpTheme();
  const settings = new Settings();
  // `?backend=server` asks the server instead; `auto` takes it by itself where the browser cannot run a model.
  const backend = new URLSearchParams(location.search).get("backend") === "server" ? "server" : "auto";
  const tutor = await Tutor.create({ backend, sandboxUrl: SANDBOX_URL, onProgress: (progress) => models.progress(progress) });
  const models = new Models(tutor);
  const chat = new Chat(tutor, models, settings);
  setUpViews({ analyze: new Analyze(tutor, models), practice: new Practice(tutor) });
  for (const example of EXAMPLES) byId("examples").append(button(example, "suggestion", () => void chat.ask(example)));
  if (tutor.backend === "server") {
    byId("privacy").textContent = "The tutor runs on the server: what you write is sent there, and nowhere else.";
  }
  models.addEventListener("change", () => showState(models));
  try {
    await models.refresh();
  } catch (error) {
    if (!(error instanceof TutorError)) throw error;
    byId("welcome-model").replaceChildren(element("span", { className: "failure", role: "alert", textContent: error.message }));
    byId("status-text").textContent = "Not available";
  }
}

/** The header's buttons choose a view. What a view needs is fetched when it is first shown. */
function setUpViews(views: Record<"analyze" | "practice", { show(): Promise<unknown> }>): void {
  const buttons = [...document.querySelectorAll<HTMLButtonElement>("[data-view]")];
  const skips = {
    chat: ["#question", "Skip to your question"],
    analyze: ["#results", "Skip to what a mentor sees"],
    practice: ["#task", "Skip to the exercise"],
  } as const;
  type View = keyof typeof skips;
  const show = (view: View) => {
    for (const button of buttons) button.setAttribute("aria-current", button.dataset["view"] === view ? "page" : "false");
    for (const name of Object.keys(skips)) byId(name).hidden = name !== view;
    byId("new-chat").hidden = view !== "chat";
    [byId<HTMLAnchorElement>("skip").href, byId("skip").textContent] = skips[view];
    if (view !== "chat") void views[view].show();
    remember("view", view);
  };
  for (const button of buttons) button.addEventListener("click", () => show(button.dataset["view"] as View));
  const last = recall("view");
  if (last === "analyze" || last === "practice") show(last);
}

/** The header's chip and the welcome line: which model, and what of it is here. */
function showState(models: Models): void {
  const { model } = models;
  const busy = models.busy?.id === models.selected ? models.busy : undefined;
  const percent = busy?.progress && Math.floor((100 * busy.progress.bytes) / busy.progress.totalBytes);
  const state = busy ? (percent === undefined ? "starting" : `${percent}%`) : models.ready ? "ready" : model?.stored ? "stored" : "";
  byId("status").dataset["state"] = busy ? "busy" : state || "none";
  byId("status-text").textContent = [model ? name(model) : "No model", state].filter(Boolean).join(" · ");

  const line = byId("welcome-model");
  if (busy?.progress) line.textContent = progressText(busy.progress);
  else if (!model || model.stored || models.ready) line.textContent = "";
  else {
    const size = bytes(model.bytes - model.storedBytes);
    line.textContent = `Your first question fetches ${name(model)} once (${size}); after that it works offline.`;
  }
}

function setUpServiceWorker(): void {
  // Without one (a development server, a private window) the page works, online.
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  navigator.serviceWorker.register("./sw.js").catch((error) => console.warn("The page will not work offline:", error));
  // It stores the sandbox as it is fetched. On a first visit that may be before it is there: it is then told afterwards.
  const observer = new PerformanceObserver(async (list) => {
    const urlsToCache = list.getEntries().map(({ name }) => name).filter((name) => name.startsWith(new URL(SANDBOX_URL, document.baseURI).href));
    if (urlsToCache.length === 0) return;
    const { active } = await navigator.serviceWorker.ready;
    active?.postMessage({ type: "CACHE_URLS", payload: { urlsToCache } });
  });
  observer.observe({ type: "resource", buffered: true });
}

setUpServiceWorker();
await main();
