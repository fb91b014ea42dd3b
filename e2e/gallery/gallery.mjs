// Draws cards with the official renderer, in the colours of Teams, and takes their picture.
// Reads what samples.py prints from stdin; writes one sheet for each width into the folder named, small
// enough for a repository. With --large, sheets of full size, for looking closely. With --each, every card
// is a picture of its own instead, named after its kind, to be put into a paper.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { launch } from "../browser.mjs";

const SHEETS = { phone: { width: 360, widest: 900 }, desktop: { width: 640, widest: 1300 } };
const LANGUAGES = ["da", "en"];
const [folder, option] = process.argv.slice(2);
const large = option === "--large";
const QUALITY = large ? 0.9 : 0.15;
const EACH = { width: 480, scale: 1.5 };

const looks = JSON.parse(readFileSync(new URL("looks.json", import.meta.url), "utf8"));
const renderer = new URL("../node_modules/adaptivecards/dist/adaptivecards.min.js", import.meta.url);

function config(look) {
  const colour = { default: look.text, subtle: look.quiet };
  const style = (backgroundColor) => ({
    backgroundColor,
    foregroundColors: { default: colour, accent: { default: look.link, subtle: look.link } },
  });
  return {
    fontFamily: "'Segoe UI', 'Liberation Sans', Arial, sans-serif",
    fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 20 },
    fontWeights: { lighter: 300, default: 400, bolder: 600 },
    spacing: { small: 4, default: 8, medium: 12, large: 16, extraLarge: 20, padding: 12 },
    separator: { lineThickness: 1, lineColor: look.line },
    containerStyles: { default: style(look.card), emphasis: style(look.emphasis), accent: style(look.accent) },
    actions: { maxActions: 6, spacing: "medium", buttonSpacing: 8, actionsOrientation: "horizontal", actionAlignment: "left" },
    supportsInteractivity: true,
  };
}

// Runs in the page: one strip of cards, all in one language and one look.
function strip({ title, cards, settings, look, width }) {
  const section = document.createElement("section");
  section.style.cssText = `width:${width}px;background:${look.page};--line:${look.line};--text:${look.text};--link:${look.link}`;
  section.append(Object.assign(document.createElement("h1"), { textContent: title, style: `color:${look.text}` }));
  for (const { kind, card } of cards) {
    const shown = new AdaptiveCards.AdaptiveCard();
    shown.hostConfig = new AdaptiveCards.HostConfig(settings);
    shown.parse(card);
    const frame = document.createElement("article");
    frame.append(Object.assign(document.createElement("h2"), { textContent: kind, style: `color:${look.quiet}` }));
    frame.append(shown.render());
    section.append(frame);
  }
  document.body.append(section);
}

const STYLE = `
  body { margin: 0; display: flex; align-items: stretch; font-family: 'Liberation Sans', Arial, sans-serif; }
  section { padding: 12px; box-sizing: content-box; }
  h1 { font-size: 15px; margin: 0 0 8px; } h2 { font-size: 11px; font-weight: 400; margin: 12px 0 4px; }
  .ac-adaptiveCard { border-radius: 6px; border: 1px solid var(--line); }
  .ac-container { border-radius: 4px; }
  .ac-actionSet { flex-wrap: wrap; row-gap: 8px; }
  .ac-pushButton { font: 600 14px 'Liberation Sans', Arial, sans-serif; color: var(--text); background: none;
    border: 1px solid var(--line); border-radius: 4px; padding: 6px 12px; }
  .ac-pushButton.style-positive { background: #5b5fc7; color: #fff; border-color: #5b5fc7; }
  .ac-pushButton.style-destructive { background: #c4314b; color: #fff; border-color: #c4314b; }
  .ac-selectable { cursor: pointer; } .ac-anchor { color: var(--link); }
  .ac-input, label, select { font: 14px 'Liberation Sans', Arial, sans-serif; color: var(--text); max-width: 100%; }
  select { background: none; border: 1px solid var(--line); padding: 6px; width: 100%; }
`;

async function sheet(browser, samples, width) {
  const page = await browser.newPage({ viewport: { width: 4 * (width + 24), height: 800 } });
  await page.setContent(`<!doctype html><style>${STYLE}</style><body></body>`);
  await page.addScriptTag({ content: readFileSync(renderer, "utf8") });
  for (const language of LANGUAGES) {
    for (const [name, look] of Object.entries(looks)) {
      const cards = samples.filter((one) => one.language === language);
      await page.evaluate(strip, { title: `${language}, ${name}, ${width} px`, cards, settings: config(look), look, width });
    }
  }
  return page;
}

// Runs in the page: WebP is the smallest that browsers and code hosts show, and only a canvas makes it here.
async function smaller({ picture, quality, widest }) {
  const image = new Image();
  image.src = picture;
  await image.decode();
  const scale = Math.min(1, widest / image.width);
  const canvas = Object.assign(document.createElement("canvas"), { width: image.width * scale, height: image.height * scale });
  const pen = canvas.getContext("2d");
  pen.imageSmoothingQuality = "high";
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/webp", quality).split(",")[1];
}

async function sheets(browser, samples) {
  for (const [name, { width, widest }] of Object.entries(SHEETS)) {
    const page = await sheet(browser, samples, width);
    const picture = `data:image/png;base64,${(await page.screenshot({ fullPage: true })).toString("base64")}`;
    const packed = await page.evaluate(smaller, { picture, quality: QUALITY, widest: large ? Infinity : widest });
    writeFileSync(join(folder, `cards-${name}.webp`), Buffer.from(packed, "base64"));
  }
}

async function each(browser, samples) {
  const context = await browser.newContext({ deviceScaleFactor: EACH.scale });
  const page = await context.newPage();
  for (const { kind, card } of samples) {
    await page.setContent(`<!doctype html><style>${STYLE} h1, h2 { display: none; }</style><body></body>`);
    await page.addScriptTag({ content: readFileSync(renderer, "utf8") });
    const cards = [{ kind, card }];
    await page.evaluate(strip, { title: "", cards, settings: config(looks.light), look: looks.light, width: EACH.width });
    // PNG: what turns papers into Word or PDF knows its size.
    await page.locator("section").screenshot({ path: join(folder, `${kind}.png`) });
  }
}

const samples = JSON.parse(readFileSync(0, "utf8"));
const browser = await launch();
await (option === "--each" ? each : sheets)(browser, samples);
await browser.close();
