/** What stays global in a worker: the language, and what the interpreters need while they run. */
const KEPT = new Set(
  `AggregateError Array ArrayBuffer Atomics BigInt BigInt64Array BigUint64Array Boolean DataView Date Error EvalError FinalizationRegistry
  Float16Array Float32Array Float64Array Function Infinity Int16Array Int32Array Int8Array Intl Iterator JSON Map Math NaN Number Object
  Promise Proxy RangeError ReferenceError Reflect RegExp Set String SuppressedError Symbol SyntaxError TypeError URIError Uint16Array
  Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakRef WeakSet WebAssembly decodeURI decodeURIComponent encodeURI encodeURIComponent
  globalThis isFinite isNaN parseFloat parseInt undefined
  TextDecoder TextEncoder clearTimeout console constructor crypto performance self setTimeout`.split(/\s+/),
);

/** Takes the network, storage, messages, other workers and all else from the worker. What holds without this is the frame's policy. */
export function strip(): void {
  const { prototype } = Object;
  for (let owner: object | null = globalThis; owner && owner !== prototype; owner = Object.getPrototypeOf(owner)) {
    for (const name of Reflect.ownKeys(owner)) {
      if (typeof name === "string" && !KEPT.has(name)) Reflect.deleteProperty(owner, name);
    }
  }
}
