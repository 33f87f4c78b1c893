import type { Answer, Question, Started } from "../client/sandbox-protocol.js";
import { strip } from "./strip.js";

type Files = Record<string, ArrayBuffer>;

/**
 * Starts a language from its files, and then answers the page's questions. The port is known here and nowhere else, and of what is
 * global nothing is looked up once a learner's code has run: it can neither read what goes over the port nor send anything.
 */
export function start(boot: (files: Files) => Promise<(question: Question) => Promise<Answer>>): void {
  const { apply } = Reflect;
  const { then } = Promise.prototype;
  const data = Object.getOwnPropertyDescriptor(MessageEvent.prototype, "data")!.get!;

  const onFiles = async ({ data: files, ports: [port] }: MessageEvent<Files>) => {
    const send = port!.postMessage.bind(port!) as (message: Answer | Started) => void;
    try {
      const answer = await boot(files);
      port!.onmessage = (event) => apply(then, answer(apply(data, event, [])), [send]);
      strip();
      send({ ready: true });
    } catch (error) {
      send({ ready: false, why: String(error) });
    }
  };
  addEventListener("message", (event) => void onFiles(event), { once: true });
}
