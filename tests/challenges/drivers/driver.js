// Calls a solution: driver.js FILE FUNCTION SHAPES. A line in is a JSON array of arguments, a line out is what came of it.
const { readFileSync, writeSync } = require("node:fs");
const { createInterface } = require("node:readline");
const { runInThisContext } = require("node:vm");

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
const solve = runInThisContext(name);
writeSync(1, "ready\n");
createInterface({ input: process.stdin }).on("line", (line) => {
  let told;
  try {
    const given = JSON.parse(line).map((value, i) => build(shapes[i], value));
    const output = plain(shapes.at(-1), solve(...given));
    const after = JSON.stringify(given.map((value, i) => plain(shapes[i], value)));
    told = JSON.stringify({ output: output === undefined ? null : output, changed: after !== JSON.stringify(JSON.parse(line)) });
  } catch (error) {
    told = JSON.stringify({ error: String(error) });
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
