// What somebody writes stays words in the page: no element, no link and no script comes of it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openPage } from "./page.mjs";

const ATTACK =
  "i går ringede jeg i stedet for at skrive <img src=x onerror=\"document.title='taken'\"> " +
  "<script>document.title='taken'</script> [klik](https://ondt.example) ![x](https://ondt.example/p.png) " +
  "<at>Chefen</at> ${$root} {{DATE(2026-11-24T10:00:00Z,SHORT)}} \u202egnp.exe\u202c";

let page;
let cards;
let tap;
let close;

before(async () => {
  ({ page, cards, tap, close } = await openPage(20_000));
});

after(() => close?.());


test("nothing that is written becomes anything but words", async () => {
  const title = await page.title();
  await cards().last().filter({ hasText: "Jeg er en bot, ikke din leder" }).waitFor();
  await tap("Start");
  await cards().last().filter({ hasText: "Vælg her" }).waitFor();
  const asked = await cards().count();
  await page.getByRole("textbox").fill(ATTACK);
  await page.getByRole("textbox").press("Enter");
  const mine = page.locator(".webchat__bubble--from-user").last().filter({ hasText: "ringede" });
  await mine.waitFor();
  await cards().nth(asked).waitFor();
  const shown = await mine.innerText();
  for (const words of ["<img src=x", "<script>", "[klik](https://ondt.example)", "<at>Chefen</at>", "${$root}", "{{DATE("]) {
    assert.ok(shown.includes(words), words);
  }
  assert.equal(await page.title(), title);
  assert.equal(await page.locator("img[src='x'], img[src*='ondt'], a[href*='ondt'], at").count(), 0);
  assert.equal(await page.locator("script:not([src])").filter({ hasText: "taken" }).count(), 0);
});
