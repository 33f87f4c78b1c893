// Runs in QuickJS before the learner's code, which may change all that is global. So what is needed of the language is kept here; no
// method is looked up on a value, and nothing is assigned where a prototype's setter could catch it.
(() => {
  "use strict";
  const { apply } = Reflect;
  const { parse, stringify } = JSON;
  const { isArray } = Array;
  const { isView } = ArrayBuffer;
  const { keys, setPrototypeOf } = Object;
  const { slice } = String.prototype;
  const { join } = Array.prototype;
  const { forEach: forEachOfMap } = Map.prototype;
  const { forEach: forEachOfSet } = Set.prototype;
  const kinds = [Map, Set, WeakMap, WeakSet, Promise, Date, RegExp, Error].map((Kind) => setPrototypeOf([Kind, Kind.name], null));
  setPrototypeOf(kinds, null);
  const [Map_, Set_, Error_, TypeError_] = [Map, Set, Error, TypeError];
  const [arrays, objects] = [Array.prototype, Object.prototype];

  const MOST_OUTPUT = 10_000_000;
  const MOST_NODES = 1_000_000;
  const MOST_DEEP = 500;

  class ListNode {
    constructor(value = 0, next = null) {
      this.value = value;
      this.next = next;
    }
  }
  class TreeNode {
    constructor(value = 0, left = null, right = null) {
      this.value = value;
      this.left = left;
      this.right = right;
    }
  }
  const listNode = ListNode.prototype;
  const treeNode = TreeNode.prototype;

  /** A list of our own. */
  const bare = () => setPrototypeOf([], null);
  const cut = (text, most) => (text.length > most ? apply(slice, text, [0, most]) : text);

  // From arguments to values.

  function linked(values) {
    let next = null;
    for (let i = values.length; i-- > 0; ) next = { __proto__: listNode, value: values[i], next };
    return next;
  }
  function tree(values) {
    const nodes = bare();
    for (let i = 0; i < values.length; i++) {
      if (values[i] === null) continue;
      const node = { __proto__: treeNode, value: values[i], left: null, right: null };
      if (i > 0) nodes[(i - 1) >> 1][i % 2 ? "left" : "right"] = node;
      nodes[nodes.length] = node;
    }
    return nodes.length ? nodes[0] : null;
  }
  function build(shape, value) {
    if (shape === "linked") return linked(value);
    if (shape === "tree") return tree(value);
    if (shape === "linkeds") for (let i = 0; i < value.length; i++) value[i] = linked(value[i]);
    return value;
  }

  // From values to JSON.

  /** Why a value cannot be told: of the wrong kind, or of none that JSON has. */
  class Refusal {
    constructor(kind, message) {
      this.kind = kind;
      this.message = message;
    }
  }
  const refuse = (what) => {
    throw new Refusal("thrown", `Your function gave back something that is no value a test can compare: ${what}.`);
  };
  const misfit = (what) => {
    throw new Refusal("type", `Your function gave back something else, where ${what} is wanted.`);
  };

  const path = bare();
  let deep = 0;
  function json(value) {
    switch (typeof value) {
      case "number":
        return value - value === 0 ? `${value}` : refuse(`${value}`);
      case "string":
        return stringify(value);
      case "boolean":
        return value ? "true" : "false";
      case "undefined":
        return "null";
      case "bigint":
        return value >= -9007199254740991n && value <= 9007199254740991n ? `${value}` : refuse("a BigInt beyond the safe integers");
      case "object":
        return value === null ? "null" : nested(value);
      default:
        return refuse(`a ${typeof value}`);
    }
  }
  function nested(value) {
    for (let i = 0; i < deep; i++) if (path[i] === value) refuse("it contains itself");
    if (deep === MOST_DEEP) refuse("it is nested too deep");
    path[deep++] = value;
    let text;
    if (isArray(value)) {
      if (value.length > MOST_OUTPUT) refuse("it is too long");
      text = numbers(value);
      if (text === undefined) {
        text = "[";
        for (let i = 0; i < value.length; i++) text = longer(text, (i ? "," : "") + json(value[i]));
        text += "]";
      }
    } else {
      if (isView(value)) refuse("a typed array; Array.from makes an array of it");
      for (let i = 0; i < kinds.length; i++) if (value instanceof kinds[i][0]) refuse(`a ${kinds[i][1]}`);
      text = "{";
      const names = keys(value);
      for (let i = 0; i < names.length; i++) text = longer(text, `${i ? "," : ""}${stringify(names[i])}:${json(value[names[i]])}`);
      text += "}";
    }
    deep--;
    return text;
  }
  /** An array of numbers alone, which is what large ones are. */
  function numbers(values) {
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      if (typeof value !== "number" || value - value !== 0) return undefined;
    }
    return `[${apply(join, values, [","])}]`;
  }
  function longer(text, more) {
    return text.length + more.length > MOST_OUTPUT ? refuse("it is too long") : text + more;
  }
  function unlinked(node) {
    // A node that comes again makes a circle: one is kept in mind, ever later ones (Brent's method).
    let text = "[";
    let kept;
    let until = 1;
    for (let count = 0; node !== null && node !== undefined; node = node.next) {
      if (typeof node !== "object" || isArray(node)) misfit("a linked list");
      if (node === kept || ++count > MOST_NODES) refuse("a linked list that does not end");
      if (count === until) {
        kept = node;
        until *= 2;
      }
      text = longer(text, (count > 1 ? "," : "") + json(node.value));
    }
    return text + "]";
  }
  function untree(root) {
    const queue = bare();
    queue[0] = root;
    let text = "";
    let nulls = "";
    for (let i = 0; i < queue.length; i++) {
      const node = queue[i];
      const comma = i ? "," : "";
      if (node === null || node === undefined) {
        nulls += comma + "null";
        continue;
      }
      if (typeof node !== "object" || isArray(node)) misfit("a tree");
      if (i > MOST_NODES) refuse("a tree that does not end");
      text = longer(text, nulls + comma + json(node.value));
      nulls = "";
      queue[queue.length] = node.left;
      queue[queue.length] = node.right;
    }
    return `[${text}]`;
  }
  function told(shape, value) {
    deep = 0;
    if (shape === "linked") return unlinked(value);
    if (shape === "tree") return untree(value);
    if (shape !== "linkeds") return json(value);
    if (!isArray(value)) misfit("an array of linked lists");
    let text = "[";
    for (let i = 0; i < value.length; i++) text = longer(text, (i ? "," : "") + unlinked(value[i]));
    return text + "]";
  }

  // What is printed.

  let [printed, room] = ["", 0];
  function show(value, level) {
    if (typeof value === "string") return level ? stringify(value) : cut(value, room);
    if (typeof value === "bigint") return `${value}n`;
    if (typeof value === "function") return "[Function]";
    if (typeof value === "symbol") return "[Symbol]";
    if (typeof value !== "object" || value === null) return `${value}`;
    if (value instanceof Error_) return describe(value).message;
    if (level > 3) return "…";
    let text = "";
    const add = (name, entry) => {
      if (text.length < room) text += (text && ", ") + name + show(entry, level + 1);
    };
    if (isArray(value) || isView(value)) {
      for (let i = 0; i < value.length && text.length < room; i++) add("", value[i]);
      return `[${text && ` ${text} `}]`;
    }
    if (value instanceof Map_) apply(forEachOfMap, value, [(entry, key) => add(`${show(key, level + 1)} => `, entry)]);
    else if (value instanceof Set_) apply(forEachOfSet, value, [(entry) => add("", entry)]);
    else {
      const names = keys(value);
      for (let i = 0; i < names.length && text.length < room; i++) add(`${names[i]}: `, value[names[i]]);
    }
    return (value instanceof Map_ ? "Map " : value instanceof Set_ ? "Set " : "") + `{${text && ` ${text} `}}`;
  }
  function print(...values) {
    for (let i = 0; i < values.length && room > 0; i++) put((i ? " " : "") + show(values[i], 0));
    put("\n");
  }
  function put(text) {
    const kept = cut(text, room);
    printed += kept;
    room -= kept.length;
  }

  // What went wrong.

  function describe(error) {
    let [message, stack] = ["", ""];
    try {
      if ((typeof error !== "object" && typeof error !== "function") || error === null) {
        message = `Your code threw ${show(error, 1)}, which is no Error.`;
      } else {
        const { name, message: text, stack: trace } = error;
        if (typeof name === "string" && typeof text === "string") message = cut(name, 200) + (text && ": ") + cut(text, 1000);
        else message = "Your code threw an object that is no Error.";
        if (typeof trace === "string") stack = cut(trace, 10_000);
      }
    } catch {
      message = "Your code threw an object that cannot be read.";
    }
    return { __proto__: null, message, stack };
  }

  /** One call: `{ output, changed }`, or `{ kind, message }` where what it gave cannot be told. What it throws goes on. */
  function call(solve, text, shapes) {
    const given = parse(text);
    const before = bare();
    for (let i = 0; i < given.length; i++) {
      // What JSON.parse made has each index already: nothing is caught.
      given[i] = build(shapes[i], given[i]);
      before[i] = told(shapes[i], given[i]);
    }
    const output = apply(solve, undefined, given.length ? copy(given) : []);
    try {
      return { __proto__: null, output: told(shapes[shapes.length - 1], output), changed: hasChanged(given, before, shapes) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { __proto__: null, kind: error.kind, message: error.message };
    }
  }
  /** The function's own list of arguments, so that it cannot change ours. */
  function copy(given) {
    const list = bare();
    for (let i = 0; i < given.length; i++) list[i] = given[i];
    return list;
  }
  function hasChanged(given, before, shapes) {
    try {
      for (let i = 0; i < given.length; i++) if (told(shapes[i], given[i]) !== before[i]) return true;
      return false;
    } catch (error) {
      if (error instanceof Refusal) return true;
      throw error;
    }
  }
  function takePrinted(most) {
    const text = printed;
    printed = "";
    room = most;
    return text;
  }

  /** A browser's structuredClone, for plain values. */
  function clone(value) {
    if (typeof value === "function" || typeof value === "symbol") throw new TypeError_(`a ${typeof value} could not be cloned`);
    if (typeof value !== "object" || value === null) return value;
    if (value instanceof Map_) {
      const pairs = bare();
      apply(forEachOfMap, value, [(entry, key) => (pairs[pairs.length] = [clone(key), clone(entry)])]);
      return new Map_(setPrototypeOf(pairs, arrays));
    }
    if (value instanceof Set_) {
      const entries = bare();
      apply(forEachOfSet, value, [(entry) => (entries[entries.length] = clone(entry))]);
      return new Set_(setPrototypeOf(entries, arrays));
    }
    const copied = isArray(value) ? bare() : { __proto__: null };
    const names = keys(value);
    for (let i = 0; i < names.length; i++) copied[names[i]] = clone(value[names[i]]);
    if (isArray(value)) copied.length = value.length;
    return setPrototypeOf(copied, isArray(value) ? arrays : objects);
  }

  globalThis.ListNode = ListNode;
  globalThis.TreeNode = TreeNode;
  globalThis.structuredClone = clone;
  globalThis.console = { log: print, info: print, warn: print, error: print, debug: print, dir: print, table: print, trace: print };
  return { __proto__: null, call, describe, takePrinted };
})();
