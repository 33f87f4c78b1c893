// The service worker: page, code and engine are there without a network from the second visit on. Models are not its
// business (they are in OPFS), nor is any API: what it does not store goes to the network untouched.
//
// A new version waits until the last page of the old one is closed, whose worker may be fetched late.

import { clientsClaim } from "workbox-core";
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute, type PrecacheEntry } from "workbox-precaching";
import { NavigationRoute, registerRoute } from "workbox-routing";
import { CacheFirst } from "workbox-strategies";
import { hasRelaxedSimd } from "../../worker/features.js";

/** Put in by vite.sw.config.ts. */
declare const PRECACHE: PrecacheEntry[];

/** The sandbox of this version: Python alone has thirteen megabytes, which come with the first exercise. */
const SANDBOX = "sandbox";
registerRoute(({ url, sameOrigin }) => sameOrigin && url.pathname.includes("/assets/sandbox-"), new CacheFirst({ cacheName: SANDBOX }));

/** Builds of the engine for other browsers. */
const others = hasRelaxedSimd() ? /\/simd[^/]*\.wasm$/ : /\/relaxed[^/]*\.wasm$/;

clientsClaim();
cleanupOutdatedCaches();
// Stored answers keep their headers, those of cross-origin isolation included.
precacheAndRoute(PRECACHE.filter((entry) => typeof entry === "string" || !others.test(entry.url)));
registerRoute(
  new NavigationRoute(createHandlerBoundToURL("index.html"), {
    denylist: [/\/(models|v1|ai-tutor|code|challenges|health|metrics|pkg)(\/|$)/, /\/[^/]+\.[a-z0-9]+$/],
  }),
);
