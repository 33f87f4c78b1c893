// Calls a solution: driver.js FILE FUNCTION SHAPES. A line in is a limit in milliseconds and a JSON array of arguments, a line
// out is what came of it.
const { readFileSync, writeSync } = require("node:fs");
const { createInterface } = require("node:readline");
const { Script, runInThisContext } = require("node:vm");

const [file, name, list] = process.argv.slice(2);
const shapes = list.split(",");
console.log = () => {};

globalThis.ListNode = class {
  constructor(value = 0, next = null) {
    Object.assign(this, { value, next });
  }
};
globalThis.TreeNode = class {
  constructor(value = 0, left = null, right = null) {
    Object.assign(this, { value, left, right });
  }
};
const { ListNode, TreeNode } = globalThis;

const linked = (values) => values.reduceRight((next, value) => new ListNode(value, next), null);
function tree(values) {
  if (!values.length) return null;
  const root = new TreeNode(values[0]);
  const parents = [root];
  let at = 1;
  for (const parent of parents) {
    for (const side of ["left", "right"]) {
      if (at < values.length && values[at] !== null) parents.push((parent[side] = new TreeNode(values[at])));
      at++;
    }
  }
  return root;
}
const unlinked = (node) => {
  const values = [];
  for (; node && values.length < 1e6; node = node.next) values.push(node.value);
  return values;
};
function untree(root) {
  const values = [];
  const queue = [root];
  for (const node of queue) {
    values.push(node ? node.value : null);
    if (node) queue.push(node.left, node.right);
  }
  while (values.length && values.at(-1) === null) values.pop();
  return values;
}
const build = (shape, value) =>
  shape === "linked" ? linked(value) : shape === "linkeds" ? value.map(linked) : shape === "tree" ? tree(value) : value;
const plain = (shape, value) =>
  shape === "linked" ? unlinked(value) : shape === "linkeds" ? value.map(unlinked) : shape === "tree" ? untree(value) : value;

runInThisContext(readFileSync(file, "utf8"), { filename: file });
const call = new Script(`${name}(...arguments_)`);
writeSync(1, "ready\n");
createInterface({ input: process.stdin }).on("line", (line) => {
  const space = line.indexOf(" ");
  const text = line.slice(space);
  let told;
  try {
    const given = JSON.parse(text).map((value, i) => build(shapes[i], value));
    globalThis.arguments_ = given;
    const begun = performance.now();
    const result = call.runInThisContext({ timeout: Number(line.slice(0, space)) });
    const ms = performance.now() - begun;
    const output = plain(shapes.at(-1), result);
    const after = JSON.stringify(given.map((value, i) => plain(shapes[i], value)));
    told = JSON.stringify({ output: output === undefined ? null : output, changed: after !== JSON.stringify(JSON.parse(text)), ms });
  } catch (error) {
    told = JSON.stringify(error?.code === "ERR_SCRIPT_EXECUTION_TIMEOUT" ? { late: true } : { error: String(error) });
  }
  const bytes = Buffer.from(told + "\n");
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(1, bytes, at);
    } catch (error) {
      if (error.code !== "EAGAIN") throw error;
    }
  }
});
