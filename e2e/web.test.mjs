// The coach on its own page in a browser: a card answers once here too, and a pick shows as what was picked.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openPage } from "./page.mjs";

let page;
let cards;
let tap;
let close;

before(async () => {
  ({ page, cards, tap, close } = await openPage());
});

after(() => close?.());

const last = (text) => cards().last().filter({ hasText: text });

test("a card that was answered can no longer be tapped", async () => {
  await last("Jeg er en bot, ikke din leder").waitFor();
  await tap("Start");
  await last("Vælg her").waitFor();
  const closed = page.locator(".card--closed").first();
  await closed.waitFor();
  assert.equal(await closed.getByRole("button", { name: "Start", exact: true }).getAttribute("aria-disabled"), "true");
});

test("what is picked from a long list shows as what was picked", async () => {
  await tap("Vælg emne");
  await last("Hvilket område").waitFor();
  await tap("Anvendelseskompetencer: bruge systemer, data og udstyr");
  await last("Hvilken del af det?").waitFor();
  await tap("Brugerkompetencer");
  await last("Vælg fra listen").waitFor();
  await tap("Vælg");
  await last("Vælg først en fra listen.").waitFor();
  await cards().last().getByLabel("Anvende digitale samarbejdsværktøjer", { exact: true }).check();
  await tap("Vælg");
  await last("Anvende digitale samarbejdsværktøjer:").waitFor();
  const mine = page.locator(".webchat__bubble--from-user");
  assert.match(await mine.last().innerText(), /Anvende digitale samarbejdsværktøjer/);
});
