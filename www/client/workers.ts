// The package's workers. Bundlers look for these very expressions.

export function newEngineWorker(): Worker {
  try {
    return new Worker(new URL("../worker/index.js", import.meta.url), { type: "module", name: "codementor-tutor" });
  } catch (error) {
    return fromElsewhere(error, "index.js", "codementor-tutor");
  }
}

export function newCodeWorker(): Worker {
  try {
    return new Worker(new URL("../worker/code.js", import.meta.url), { type: "module", name: "codementor-tutor code model" });
  } catch (error) {
    return fromElsewhere(error, "code.js", "codementor-tutor code model");
  }
}

export function newAnalyzerWorker(): Worker {
  try {
    return new Worker(new URL("../worker/analyzer.js", import.meta.url), { type: "module", name: "codementor-tutor analyzer" });
  } catch (error) {
    return fromElsewhere(error, "analyzer.js", "codementor-tutor analyzer");
  }
}

/** A worker must come from the page's own origin: where this package comes from another, a stub imports it. */
function fromElsewhere(error: unknown, file: string, name: string): Worker {
  if (!(error instanceof DOMException && error.name === "SecurityError")) throw error;
  const here = import.meta.url;
  const stub = `import ${JSON.stringify(new URL(`../worker/${file}`, here).href)};`;
  const url = URL.createObjectURL(new Blob([stub], { type: "text/javascript" }));
  return new Worker(url, { type: "module", name });
}
