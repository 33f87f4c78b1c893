import { element } from "./dom";

/** Text with `code` in it. */
export function prose(text: string): Node[] {
  return text.split("`").map((part, at) => (at % 2 ? element("code", { textContent: part }) : document.createTextNode(part)));
}
