// Builds the front end into ../static: one file a page's needs, nothing from elsewhere at run time.
import { build } from "esbuild";
import { copyFile, mkdir } from "node:fs/promises";

const out = "../static";
const pages = ["app", "viewer", "review", "lineage", "target", "upload", "hashing"];

await mkdir(out, { recursive: true });
await build({
  entryPoints: [...pages.map((name) => `src/${name}.ts`), "src/app.css"],
  outdir: out,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022"],
  legalComments: "linked",
  logLevel: "warning",
});
await copyFile("src/icon.svg", `${out}/icon.svg`);
// A worker of its own, as elkjs ships it.
await copyFile("node_modules/elkjs/lib/elk-worker.min.js", `${out}/elk-worker.js`);
