// Draws the app's icons from their SVGs, on a transparent ground: node e2e/icons.mjs FOLDER
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { launch } from "./browser.mjs";

const SIZES = { color: 192, outline: 32 };
const folder = process.argv[2];
const browser = await launch();
for (const [name, size] of Object.entries(SIZES)) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const drawing = readFileSync(join(folder, `${name}.svg`), "utf8");
  await page.setContent(`<!doctype html><style>body { margin: 0 } svg { display: block }</style>${drawing}`);
  await page.screenshot({ path: join(folder, `${name}.png`), omitBackground: true });
}
await browser.close();
