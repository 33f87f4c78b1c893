import { Tutor, TutorError } from "codementor-tutor";
import { Analyze } from "./analyze";
import { Chat } from "./chat";
import { button, byId, element } from "./dom";
import { bytes } from "./format";
import { Models, name, progressText } from "./models";
import { recall, remember, Settings, setUpTheme } from "./settings";

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
  const tutor = await Tutor.create({ backend, onProgress: (progress) => models.progress(progress) });
  const models = new Models(tutor);
  const chat = new Chat(tutor, models, settings);
  setUpViews(new Analyze(tutor, models));
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

/** Chat or Analyze: the header's buttons choose. */
function setUpViews(analyze: Analyze): void {
  const buttons = [...document.querySelectorAll<HTMLButtonElement>("[data-view]")];
  const skips = { chat: ["#question", "Skip to your question"], analyze: ["#results", "Skip to what a mentor sees"] } as const;
  const show = (view: keyof typeof skips) => {
    for (const button of buttons) button.setAttribute("aria-current", button.dataset["view"] === view ? "page" : "false");
    for (const name of ["chat", "analyze"]) byId(name).hidden = name !== view;
    byId("new-chat").hidden = view !== "chat";
    [byId<HTMLAnchorElement>("skip").href, byId("skip").textContent] = skips[view];
    if (view === "analyze") void analyze.show();
    remember("view", view);
  };
  for (const button of buttons) button.addEventListener("click", () => show(button.dataset["view"] as keyof typeof skips));
  if (recall("view") === "analyze") show("analyze");
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
}

setUpServiceWorker();
await main();
