import type { ChatReply, ChatRequest } from "./api.js";
import type { ChatOptions, Tutor } from "./tutor.js";

/** Turns `chat` with its callback into a loop over the text. */
export async function* stream(
  tutor: Pick<Tutor, "chat">,
  request: ChatRequest,
  options: ChatOptions = {},
): AsyncGenerator<string, ChatReply, void> {
  const left = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, left.signal]) : left.signal;
  const texts: string[] = [];
  let wake = () => {};
  let ended = false;
  const onToken = (text: string) => {
    texts.push(text);
    options.onToken?.(text);
    wake();
  };
  const reply = tutor.chat(request, { ...options, signal, onToken }).finally(() => {
    ended = true;
    wake();
  });
  // The reader may leave before the end; the rejection is then nobody's.
  reply.catch(() => {});

  try {
    for (;;) {
      const text = texts.shift();
      if (text !== undefined) yield text;
      else if (ended) return await reply;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    left.abort();
  }
}
