/** What every call rejects with. `code` is stable and the same in Rust, over HTTP and here; `message` is for people. */
export class TutorError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = "TutorError";
    this.code = code;
  }
}

/** The error of a call that its caller gave up. */
export function cancelled(): TutorError {
  return new TutorError("cancelled", "The request was cancelled.");
}
