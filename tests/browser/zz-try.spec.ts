import { expect, test } from "./support/sandbox.ts";
test("js", async ({ lab }) => {
  lab.page.on("console", m => console.log("console:", m.text()));
  lab.page.on("pageerror", m => console.log("pageerror:", m));
  for (const l of ["javascript","typescript"]) console.log(await lab.run(l, "console.log('hi');function solve(a,b){console.log(a,[1,{x:'y'}]);return a.map(x=>x+b)}", [[[1,2,3],4],[[],1]]));
});
test("py", async ({ lab }) => {
  lab.page.on("console", m => console.log("console:", m.text()));
  lab.page.on("pageerror", m => console.log("pageerror:", m));
  const t = Date.now();
  console.log(await lab.run("python", "print('hi')\ndef solve(a,b):\n  print(a,b)\n  return [x+b for x in a]", [[[1,2,3],4],[[],1]]), Date.now()-t);
});
