import DOMPurify from "dompurify";
import hljs from "highlight.js/lib/core";
import c from "highlight.js/lib/languages/c";
import cpp from "highlight.js/lib/languages/cpp";
import go from "highlight.js/lib/languages/go";
import java from "highlight.js/lib/languages/java";
import javascript from "highlight.js/lib/languages/javascript";
import python from "highlight.js/lib/languages/python";
import rust from "highlight.js/lib/languages/rust";
import typescript from "highlight.js/lib/languages/typescript";
import { Marked } from "marked";
import { announce } from "./announce";
import { button, element } from "./dom";

for (const [name, language] of Object.entries({ c, cpp, go, java, javascript, python, rust, typescript })) {
  hljs.registerLanguage(name, language);
}

const marked = new Marked({
  gfm: true,
  renderer: {
    code({ text, lang = "" }) {
      const name = lang.trim().split(/\s/)[0]?.toLowerCase() ?? "";
      const known = hljs.getLanguage(name);
      const html = known ? hljs.highlight(text, { language: name, ignoreIllegals: true }).value : escape(text);
      return `<pre><code data-language="${escape(known?.name ?? name)}">${html}</code></pre>`;
    },
    // The page's own headings come first; a model's are below them.
    heading({ tokens, depth }) {
      const level = Math.min(depth + 2, 6);
      return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>`;
    },
    // Markup in an answer is something to read, not to run; pictures would be fetched from strangers.
    html: ({ text }) => escape(text),
    image: ({ text }) => escape(text),
  },
});

const ALLOWED = {
  ALLOWED_TAGS: [
    ..."p br strong em del code pre span ul ol li blockquote h3 h4 h5 h6 table thead tbody tr th td a hr".split(" "),
  ],
  ALLOWED_ATTR: ["href", "class", "start", "align", "data-language"],
  ALLOW_DATA_ATTR: false,
  ALLOWED_URI_REGEXP: /^(https?|mailto):/i,
  ADD_URI_SAFE_ATTR: ["start", "align", "data-language"],
  RETURN_DOM_FRAGMENT: true as const,
};

const drawn = new WeakMap<HTMLElement, string[]>();

/**
 * Shows Markdown. Called again and again while an answer grows, it redraws only the blocks that changed: selections and
 * the focus stay. What comes out of a model is untrusted, and reaches the page through the sanitizer alone.
 */
export function showMarkdown(target: HTMLElement, text: string): void {
  const blocks = marked.lexer(text).filter((token) => token.type !== "space");
  const before = drawn.get(target) ?? [];
  blocks.forEach((block, n) => {
    if (before[n] === block.raw) return;
    const fragment = DOMPurify.sanitize(marked.parser([block]), ALLOWED);
    for (const link of fragment.querySelectorAll("a")) {
      link.target = "_blank";
      link.rel = "noopener noreferrer nofollow";
    }
    for (const pre of fragment.querySelectorAll("pre")) pre.replaceWith(codeBlock(pre));
    const drawnBlock = element("div", { className: "block" }, fragment);
    const old = target.children[n];
    if (old) old.replaceWith(drawnBlock);
    else target.append(drawnBlock);
  });
  while (target.children.length > blocks.length) target.lastElementChild?.remove();
  drawn.set(target, blocks.map((block) => block.raw));
}

function codeBlock(pre: HTMLPreElement): HTMLElement {
  const name = pre.querySelector("code")?.dataset["language"] ?? "";
  const block = pre.cloneNode(true) as HTMLPreElement;
  block.tabIndex = 0;
  const copy = button("Copy", "copy", () => {
    navigator.clipboard.writeText(block.textContent ?? "").then(
      () => told("Copied"),
      () => told("Copying is not allowed here"),
    );
  });
  copy.ariaLabel = `Copy the ${name || "code"}`;
  const told = (text: string) => {
    copy.textContent = text;
    announce(text);
    setTimeout(() => (copy.textContent = "Copy"), 2000);
  };
  const bar = element("div", { className: "code-bar" }, element("span", { textContent: name === "text" ? "" : name || "Code" }), copy);
  return element("div", { className: "code" }, bar, block);
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
