declare module "pyodide/pyodide.asm.mjs" {
  const createPyodideModule: never;
  export default createPyodideModule;
}

declare module "pyodide/pyodide-lock.json" {
  export const info: import("pyodide").LockfileInfo;
}
