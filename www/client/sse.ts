export interface ServerSentEvent {
  event: string;
  data: string;
}

/** Reads a `text/event-stream` body. */
export async function* serverSentEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerSentEvent, void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let event = "message";
  let data: string[] = [];
  try {
    for (;;) {
      const { done, value } = await reader.read();
      text += done ? decoder.decode() : decoder.decode(value, { stream: true });
      const lines = text.split(/\r\n|\n|\r(?!$)/);
      // The last line may still grow; at the end an unfinished event is dropped, as the standard says.
      text = lines.pop() ?? "";
      for (const line of lines) {
        const [, field, content] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
        if (line === "") {
          if (data.length > 0) yield { event, data: data.join("\n") };
          [event, data] = ["message", []];
        } else if (field === "event") event = content ?? "";
        else if (field === "data") data.push(content ?? "");
      }
      if (done) return;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}
