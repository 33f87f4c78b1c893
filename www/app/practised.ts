import type { Attempt, Challenge } from "codementor-tutor";
import { recall, remember } from "./settings";

/** What is kept of practice, in this browser alone. */
export interface Practised {
  /** What came of each exercise, oldest first. */
  history: (Attempt & { topic: string })[];
  xp: number;
  /** The exercise under way. */
  current: Current | null;
}

export interface Current {
  id: string;
  code: string;
  hintsOpened: number;
  attempts: number;
  solved: boolean;
  /** When it was begun: milliseconds since 1970. */
  begun: number;
}

const KEY = "practice";
/** More than are ever needed to judge what suits. */
const MOST = 500;

/** Reads it; what is damaged is left out. */
export function practised(): Practised {
  try {
    const { history, xp, current } = JSON.parse(recall(KEY) ?? "{}") as Partial<Practised>;
    const sound = (Array.isArray(history) ? history : []).filter(
      (attempt) => typeof attempt?.id === "string" && typeof attempt.passed === "boolean" && typeof attempt.topic === "string",
    );
    const going = current && typeof current.id === "string" && typeof current.code === "string" ? current : null;
    return { history: sound, xp: Number.isFinite(xp) ? Number(xp) : 0, current: going };
  } catch {
    return { history: [], xp: 0, current: null };
  }
}

export function keep(state: Practised): void {
  state.history = state.history.slice(-MOST);
  remember(KEY, JSON.stringify(state));
}

/** What came of the exercise under way. */
export function attempt({ id, attempts, hintsOpened, solved, begun }: Current, { topic }: Challenge): Practised["history"][number] {
  const minutes = Math.round((Date.now() - begun) / 6000) / 10;
  return { id, topic, passed: solved, attempts, hintsUsed: hintsOpened, minutes: Math.max(0, minutes) };
}

/** By topic: how many were solved, of how many. */
export function byTopic({ history }: Practised): [topic: string, solved: number, tried: number][] {
  const topics = new Map<string, [number, number]>();
  for (const { topic, passed } of history) {
    const [solved, tried] = topics.get(topic) ?? [0, 0];
    topics.set(topic, [solved + Number(passed), tried + 1]);
  }
  return [...topics].map(([topic, [solved, tried]]): [string, number, number] => [topic, solved, tried]).sort();
}
