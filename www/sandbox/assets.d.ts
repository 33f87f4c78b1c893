/** Makes the global function `_createPyodideModule`. */
declare module "pyodide/pyodide.asm.js";

declare module "pyodide/pyodide-lock.json" {
  export const info: object;
}
