import { test } from "@playwright/test";
test("stack", async ({ page }) => {
  await page.goto("about:blank");
  console.log(await page.evaluate(async () => {
    const src = `onmessage = async () => { try {
      // (func $f (export "f") (param i32) (result i32) local.get 0 if (result i32) local.get 0 i32.const 1 i32.sub call 0 i32.const 1 i32.add else i32.const 0 end)
      const b = new Uint8Array([0,97,115,109,1,0,0,0, 1,6,1,96,1,127,1,127, 3,2,1,0, 7,5,1,1,102,0,0, 10,22,1,20,0,32,0,4,127,32,0,65,1,107,16,0,65,1,106,5,65,0,11,11]);
      const { instance } = await WebAssembly.instantiate(b);
      const f = instance.exports.f;
      const out = [typeof WebAssembly.promising];
      const search = async (g) => { let lo=100, hi=4e6; while (hi-lo>100) { const m=(lo+hi)>>1; try { await g(m); lo=m } catch(e) { hi=m } } return lo };
      out.push(await search(f)); out.push(await search(f));
      if (WebAssembly.promising) { const p = WebAssembly.promising(f); out.push(await search(p)); }
      postMessage(out.join());
    } catch(e) { postMessage(String(e)) } }`;
    const w = new Worker(URL.createObjectURL(new Blob([src])));
    w.postMessage(1);
    return new Promise(r => { w.onmessage = e => r(e.data); w.onerror = e => r(e.message) });
  }));
});
