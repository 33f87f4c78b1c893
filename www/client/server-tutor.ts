import type {
  Analysis,
  AnalyzeRequest,
  Challenge,
  ChallengeRequest,
  ChatEvent,
  ChatReply,
  ChatRequest,
  ErrorBody,
  Grade,
  Insights,
  StoredModel,
} from "./api.js";
import { cancelled, TutorError } from "./error.js";
import { Practice, retell, seeded } from "./practice.js";
import { serverSentEvents } from "./sse.js";
import { stream } from "./stream.js";
import { Turns } from "./turns.js";
import type { CallOptions, ChatOptions, CreateOptions, GradeOptions, LoadOptions, Tutor } from "./tutor.js";

/** The tutor of a server. Its operator chooses and keeps the models. */
export class ServerTutor implements Tutor {
  readonly backend = "server";
  readonly #url: string;
  readonly #closing = new AbortController();
  readonly #answers = new Turns();
  readonly #practice: Practice;

  constructor(options: CreateOptions) {
    const url = new URL(options.serverUrl ?? "/", document.baseURI).href;
    this.#url = url.endsWith("/") ? url : `${url}/`;
    const post = async <T>(path: string, body: unknown, { signal }: CallOptions): Promise<T> =>
      (await (await this.#fetch(path, { method: "POST", ...json(body) }, signal)).json()) as T;
    this.#practice = new Practice(
      {
        rig: (id, options) => post("v1/tutor/rig", { id }, options),
        grade: (request, options) => post("v1/tutor/grade", request, options),
        stuck: (request, options) => post("v1/tutor/stuck", request, options),
        retelling: (id, options) => post("v1/tutor/retelling", { id }, options),
        retold: (id, text, options) => post("v1/tutor/retold", { id, text }, options),
      },
      options.sandboxUrl,
    );
  }

  /** The server loads its model by itself; this only checks that it is the one asked for. */
  async load(id: string, options: LoadOptions = {}): Promise<void> {
    const response = await this.#fetch("health", {}, options.signal);
    const health = (await response.json()) as { model?: { id?: string | null } };
    const actual = health.model?.id;
    if (actual && actual !== id) {
      throw new TutorError("model_not_found", `The server answers with ${actual}, not with ${id}. Its operator chooses.`);
    }
  }

  chat(request: ChatRequest, options: ChatOptions = {}): Promise<ChatReply> {
    return this.#answers.take(options.signal, () => this.#chat(request, options));
  }

  stream(request: ChatRequest, options?: ChatOptions): AsyncGenerator<string, ChatReply, void> {
    return stream(this, request, options);
  }

  async analyze(request: AnalyzeRequest, options: CallOptions = {}): Promise<Analysis> {
    const response = await this.#fetch("v1/tutor/analyze", { method: "POST", ...json(request) }, options.signal);
    return (await response.json()) as Analysis;
  }

  async insights(request: AnalyzeRequest, options: CallOptions = {}): Promise<Insights | null> {
    return (await this.analyze({ ...request, insights: true }, options)).insights;
  }

  async challenge(request: ChallengeRequest = {}, options: CallOptions = {}): Promise<Challenge> {
    const response = await this.#fetch("v1/tutor/challenge", { method: "POST", ...json(seeded(request)) }, options.signal);
    return (await response.json()) as Challenge;
  }

  grade(challenge: Challenge | string, code: string, options: GradeOptions = {}): Promise<Grade> {
    return this.#practice.grade(challenge, code, options);
  }

  retell(challenge: Challenge | string, options: ChatOptions = {}): Promise<string | null> {
    return retell(this.#practice.examiner, challenge, (request) => this.chat(request, options), options);
  }

  async hint(challenge: Challenge | string, code: string, options: ChatOptions = {}): Promise<ChatReply> {
    return this.chat(await this.#practice.question(challenge, code, options), options);
  }

  async models(options: CallOptions = {}): Promise<StoredModel[]> {
    const response = await this.#fetch("v1/tutor/models", {}, options.signal);
    return (await response.json()) as StoredModel[];
  }

  async delete(id: string): Promise<void> {
    throw new TutorError("bad_request", `${id} is the server's. Only its operator can delete it.`);
  }

  /** The server's memory is not ours to free. */
  async unload(): Promise<void> {}

  close(): void {
    this.#closing.abort();
  }

  async #chat(request: ChatRequest, { signal, onToken, onPrefill }: ChatOptions): Promise<ChatReply> {
    const { headers, body } = json(request);
    const init = { method: "POST", headers: { ...headers, Accept: "text/event-stream" }, body };
    const response = await this.#fetch("v1/tutor/chat", init, signal);
    if (!response.body) throw new TutorError("internal", "The server sent no answer.");
    try {
      for await (const { event, data } of serverSentEvents(response.body)) {
        if (event === "error") {
          const { code, error } = JSON.parse(data) as ErrorBody;
          throw new TutorError(code, error);
        }
        const told = JSON.parse(data) as ChatEvent;
        if (told.type === "done") return told.reply;
        if (signal?.aborted) throw cancelled();
        if (told.type === "token") onToken?.(told.text);
        else onPrefill?.(told.done, told.total);
      }
    } catch (error) {
      throw this.#coded(error, signal);
    }
    throw new TutorError("internal", "The server ended its answer too early. Ask again.");
  }

  async #fetch(path: string, init: RequestInit, signal: AbortSignal | undefined): Promise<Response> {
    const signals = [this.#closing.signal, ...(signal ? [signal] : [])];
    const request = fetch(new URL(path, this.#url), { ...init, signal: AbortSignal.any(signals) });
    const response = await request.catch((error) => {
      throw this.#coded(error, signal);
    });
    if (response.ok) return response;
    const body = (await response.json().catch(() => ({}))) as Partial<ErrorBody>;
    throw new TutorError(body.code ?? "internal", body.error ?? `The server answered ${response.status}.`);
  }

  #coded(error: unknown, signal: AbortSignal | undefined): TutorError {
    if (error instanceof TutorError) return error;
    if (signal?.aborted || this.#closing.signal.aborted) return cancelled();
    const reason = error instanceof Error ? error.message : String(error);
    return new TutorError("internal", `The server at ${this.#url} cannot be reached (${reason}). Is it running?`);
  }
}

/** A request's body. JSON cannot say unpaired surrogates, which the worker takes as U+FFFD. */
function json(request: unknown): { headers: Record<string, string>; body: string } {
  const body = JSON.stringify(request, (_, value) => (typeof value === "string" ? value.toWellFormed() : value));
  return { headers: { "Content-Type": "application/json" }, body };
}
