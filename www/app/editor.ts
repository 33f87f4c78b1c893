// A code editor (CodeMirror). It lives in a shadow root, where its styles come as sheets: the page's policy bars <style>.

import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { cpp } from "@codemirror/lang-cpp";
import { go } from "@codemirror/lang-go";
import { java } from "@codemirror/lang-java";
import { javascript } from "@codemirror/lang-javascript";
import { python } from "@codemirror/lang-python";
import { rust } from "@codemirror/lang-rust";
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { Compartment, EditorState, type Extension, StateEffect, StateField, type Text } from "@codemirror/state";
import { Decoration, type DecorationSet, drawSelection, EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import type { Fix } from "codementor-tutor";

const MODES: Record<string, () => Extension> = {
  python: () => [python(), indentUnit.of("    ")],
  javascript: () => javascript(),
  typescript: () => javascript({ typescript: true }),
  java: () => [java(), indentUnit.of("    ")],
  c: () => cpp(),
  cpp: () => cpp(),
  go: () => [go(), indentUnit.of("\t")],
  rust: () => [rust(), indentUnit.of("    ")],
};

/** The colours of code in answers (style.css). */
const highlighting = HighlightStyle.define([
  { tag: tags.comment, color: "light-dark(#5f6472, #9aa0b5)", fontStyle: "italic" },
  { tag: [tags.keyword, tags.bool, tags.null, tags.typeName], color: "light-dark(#6d28d9, #c4a7ff)" },
  { tag: [tags.string, tags.regexp, tags.character], color: "light-dark(#0b6b3a, #8fdcab)" },
  { tag: tags.number, color: "light-dark(#9a3412, #ffb585)" },
  { tag: [tags.function(tags.variableName), tags.className], color: "light-dark(#1d4ed8, #8fb8ff)" },
]);

const theme = EditorView.theme({
  "&": { height: "100%", color: "var(--text)", backgroundColor: "var(--raised)", fontSize: "0.9rem" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55" },
  ".cm-content": { caretColor: "var(--text)" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "light-dark(#d6d3fb, #3c3d6b)",
  },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--tint)", outline: "1px solid var(--accent)" },
  ".cm-gutters": { backgroundColor: "var(--sunken)", color: "var(--soft)", border: "none" },
  ".cm-evidence": { backgroundColor: "var(--tint)", boxShadow: "inset 3px 0 var(--accent)" },
  ".cm-tooltip, .cm-panels": { color: "var(--text)", backgroundColor: "var(--raised)", border: "1px solid var(--line)" },
  ".cm-tooltip": { maxWidth: "min(30rem, 90vw)" },
  ".cm-diagnosticAction": { color: "var(--on-accent)", backgroundColor: "var(--accent)", borderRadius: "6px" },
});

/** Where something is: lines and columns from 1, the end after the last column. */
export type Place = Pick<Fix, "line" | "column" | "endLine" | "endColumn">;

/** What is marked below the text. */
export interface Mark extends Place {
  severity: Diagnostic["severity"];
  message: string;
  fix?: Fix | undefined;
}

const setEvidence = StateEffect.define<number[]>();
const evidence = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marked, { changes, effects, state }) {
    const told = effects.find((effect) => effect.is(setEvidence));
    if (!told) return marked.map(changes);
    const lines = [...new Set(told.value as number[])].filter((line) => line >= 1 && line <= state.doc.lines).sort((a, b) => a - b);
    return Decoration.set(lines.map((line) => Decoration.line({ class: "cm-evidence" }).range(state.doc.line(line).from)));
  },
  provide: (field) => EditorView.decorations.from(field),
});

export class Editor {
  readonly #mode = new Compartment();
  readonly #view: EditorView;

  constructor(parent: HTMLElement, code: string, language: string, onChange: () => void) {
    const root = parent.attachShadow({ mode: "open" });
    const extensions = [
      lineNumbers(),
      history(),
      drawSelection(),
      indentOnInput(),
      bracketMatching(),
      lintGutter(),
      evidence,
      this.#mode.of(MODES[language]?.() ?? []),
      syntaxHighlighting(highlighting),
      theme,
      // Tab goes on to the next control, as everywhere on the page.
      keymap.of([...defaultKeymap, ...historyKeymap, ...lintKeymap]),
      EditorView.contentAttributes.of({ "aria-label": "Your code" }),
      EditorView.updateListener.of(({ docChanged }) => docChanged && onChange()),
    ];
    this.#view = new EditorView({ state: EditorState.create({ doc: code, extensions }), parent: root, root });
  }

  get code(): string {
    return this.#view.state.doc.toString();
  }

  /** Other code, as if it were typed: undo takes it back. */
  set code(code: string) {
    this.#view.dispatch({ changes: { from: 0, to: this.#view.state.doc.length, insert: code } });
  }

  set language(language: string) {
    this.#view.dispatch({ effects: this.#mode.reconfigure(MODES[language]?.() ?? []) });
  }

  /** Marks what was found, and the lines that say how long the code takes. */
  show(marks: Mark[], evidenceLines: number[]): void {
    const { state } = this.#view;
    const diagnostics = marks.map(({ severity, message, fix, ...place }): Diagnostic => {
      const actions = fix ? [{ name: fix.title.replaceAll("`", ""), apply: () => this.apply(fix) }] : [];
      return { ...range(state.doc, place), severity, message, actions };
    });
    this.#view.dispatch(setDiagnostics(state, diagnostics), { effects: setEvidence.of(evidenceLines) });
  }

  apply(fix: Fix): void {
    this.#view.dispatch({ changes: { ...range(this.#view.state.doc, fix), insert: fix.text }, userEvent: "input.fix" });
  }

  /** Several edits at once, which one undo takes back. */
  applyAll(fixes: Fix[]): void {
    const { doc } = this.#view.state;
    this.#view.dispatch({ changes: fixes.map((fix) => ({ ...range(doc, fix), insert: fix.text })), userEvent: "input.fix" });
  }

  goTo(line: number): void {
    const { doc } = this.#view.state;
    const anchor = doc.line(Math.min(Math.max(line, 1), doc.lines)).from;
    this.#view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
    this.#view.focus();
  }
}

function range(doc: Text, { line, column, endLine, endColumn }: Place): { from: number; to: number } {
  const offset = (line: number, column: number) => {
    const { from, length } = doc.line(Math.min(Math.max(line, 1), doc.lines));
    return from + Math.min(Math.max(column - 1, 0), length);
  };
  const from = offset(line, column);
  return { from, to: Math.max(from, offset(endLine, endColumn)) };
}
