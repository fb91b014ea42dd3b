// The coach in a Teams-like client, from the moment it is installed. One person, one chat, in order.
// The pictures it takes on the way lie in build/e2e.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { launch } from "./browser.mjs";
import { Chat } from "./chat.mjs";
import { startCoach, startPlayground } from "./processes.mjs";

const EPISODE = "i går ringede jeg til en borger i stedet for at skrive";
const DOUBLE_CLICK = 3_000; // ms, as in dialogs/turn.py
const open = [];
let coach;
let chat;

before(async () => {
  coach = await startCoach();
  open.push(() => coach.stop());
  const playground = await startPlayground(coach);
  open.push(() => playground.stop());
  const browser = await launch();
  open.push(() => browser.close());
  chat = await Chat.open(browser, playground.address);
});

after(async () => {
  for (const close of open.reverse()) {
    await close();
  }
});

test("installing the coach shows the notice, once", async () => {
  const welcome = await chat.card("I am a bot, not your manager");
  assert.deepEqual(await chat.buttons(welcome), ["Start", "Dansk"]);
  assert.equal(await chat.cards.count(), 1);
  await chat.picture("01-installed");
});

test("a card answers once: it is replaced by what was chosen", async () => {
  await chat.tap("Dansk");
  await chat.card("Jeg er en bot, ikke din leder");
  const answered = chat.cards.first().filter({ hasText: "You chose: Dansk" });
  await answered.waitFor();
  assert.deepEqual(await chat.buttons(answered), []);
  await chat.tap("Start");
  await chat.card("Vælg her");
  await chat.picture("02-answered");
});

test("a whole reflection in writing", async () => {
  await chat.say("bare fortæl");
  await chat.card("Hvad");
  await chat.say(EPISODE);
  await chat.card("I går ringede du til en borger.");
  await chat.say("det gik godt");
  await chat.card("Det lyder som");
  await chat.picture("03-match");
  await chat.say("ja");
  await chat.card("Spring over");
  await chat.say("jeg vil spørge, hvad der passer hende bedst");
  await chat.card("Hvad ligner dig mest lige nu?");
  await chat.picture("04-behaviour-sentences");
  await chat.say("2");
  await chat.card("Har du lyst til en lille plan");
  await chat.say("når hun ikke svarer, så vil jeg ringe");
  await chat.card("Skal jeg gemme det?");
  await chat.picture("05-reflection");
  await chat.say("gem");
  await chat.card("Må jeg stille et par korte spørgsmål om dit arbejde");
  await chat.tap("Ikke nu");
  await chat.card("du kan altid skrive »mit arbejde«");
});

test("a whole reflection by buttons alone", async () => {
  await chat.tap("Menu");
  await chat.card("Vælg her");
  await chat.tap("Bare fortæl");
  await chat.card("Giv et eksempel");
  await chat.tap("Giv et eksempel");
  const examples = await chat.card("Ligner en af dem");
  const [first] = await chat.buttons(examples);
  await chat.tap(first);
  await chat.card("Lidt af hvert");
  await chat.tap("Lidt af hvert");
  await chat.card("Spring over");
  await chat.tap("Spring over");
  const level = await chat.card("Hvad ligner dig mest lige nu?");
  await chat.tap((await chat.buttons(level))[1]);
  const plan = await chat.card("Har du lyst til en lille plan");
  await chat.tap((await chat.buttons(plan))[0]);
  await chat.card("Hvornår må jeg spørge til planen?");
  await chat.tap("Om en uge");
  await chat.card("Skal jeg gemme det?");
  await chat.tap("Gem");
  await chat.card("Gemt");
  await chat.picture("06-by-buttons");
});

test("the match is corrected, by another and by none", async () => {
  await chat.say(EPISODE);
  await chat.card("Det gik godt");
  await chat.tap("Det gik godt");
  await chat.card("Det lyder som");
  await chat.tap("En anden");
  await chat.card("Hvad af det ligner mest?");
  await chat.picture("07-others");
  await chat.tap("Ingen af dem");
  await chat.card("Så passer ingen af dem.");
  await chat.tap("Gå videre");
  await chat.card("Spring over");
});

test("help says why, and asks again", async () => {
  await chat.say("hjælp");
  await chat.said("Du kan også skrive spring over, stop eller menu.");
  await chat.card("Vi var ved:");
  await chat.picture("08-help");
});

test("stop ends it, and there is a way back", async () => {
  await chat.say("stop");
  await chat.card("Stoppet. Jeg gemmer det, du skrev, i syv dage");
  await chat.picture("09-stopped");
  await chat.tap("Fortryd");
  await chat.card("Så er vi tilbage ved:");
  await chat.say("stop");
  await chat.card("Stoppet.");
  await chat.tap("Slet");
  await chat.card("Kladden er slettet.");
});

test("an old card is harmless, and closed", async () => {
  await chat.tap("Menu");
  await chat.card("Vælg her");
  const place = (await chat.cards.count()) - 1;
  await chat.say("vælg emne");
  await chat.card("Hvilket område");
  // A tap so soon after something was said would count as a double click, and get no words in answer.
  await setTimeout(DOUBLE_CLICK);
  await chat.tap("Foreslå et emne", chat.cards.nth(place));
  await chat.card("Det spørgsmål er lukket, og vi er ved:");
  const closed = chat.cards.nth(place).filter({ hasText: "Det spørgsmål er lukket." });
  await closed.waitFor();
  assert.deepEqual(await chat.buttons(closed), []);
  await chat.picture("10-old-card");
});

test("a long list is picked from", async () => {
  await chat.tap("Anvendelseskompetencer: bruge systemer, data og udstyr");
  await chat.card("Hvilken del af det?");
  await chat.tap("Brugerkompetencer");
  await chat.card("Vælg fra listen");
  await chat.picture("11-long-list");
  await chat.pick("Anvende digitale samarbejdsværktøjer", "Vælg");
  await chat.card("Anvende digitale samarbejdsværktøjer:");
  await chat.say("stop");
  await chat.card("Stoppet.");
  await chat.tap("Slet");
  await chat.card("Kladden er slettet.");
});

test("settings, my data, what my manager sees, my progress", async () => {
  for (const [words, title] of [["pause", "Beskeder fra mig"], ["mine data", "Dine data"], ["hvad ser min leder", "Det ser din leder"]]) {
    await chat.say(words);
    await chat.said(title);
  }
  await chat.picture("12-settings");
  await chat.say("mit forløb");
  await chat.card("Det har du arbejdet med:");
  await chat.picture("13-progress");
});

test("what one writes is shown as it was written", async () => {
  await chat.tap("Menu");
  await chat.card("Vælg her");
  await chat.tap("Bare fortæl");
  await chat.card("Giv et eksempel");
  await chat.say("[i går](https://ondt.example) **ringede** jeg til en borger i stedet for at skrive");
  await chat.card("Det gik godt");
  await chat.say("ret");
  const edit = await chat.card("Hvad vil du rette?");
  assert.equal(await edit.locator("strong, a").count(), 0);
  assert.match((await chat.options())[0], /\[i går\]\(https:\/\/ondt\.example\) \*\*ri/);
  await chat.picture("14-as-written");
  await chat.close();
});

test("erasing everything asks once, and closes its card", async () => {
  await chat.say("slet mig");
  await chat.card("Skal jeg slette alt?");
  const place = (await chat.cards.count()) - 1;
  await chat.tap("Slet alt");
  await chat.said("Alt om dig er slettet hos mig.");
  await chat.cards.nth(place).filter({ hasText: "Du valgte: Slet alt" }).waitFor();
  await chat.picture("15-erased");
});

test("nothing went wrong unseen", () => {
  assert.deepEqual(chat.faults, []);
  assert.deepEqual(chat.outside.filter((url) => !new URL(url).hostname.endsWith(".cdn.office.net")), []);
  assert.deepEqual(coach.said.filter((line) => line.startsWith("{") && !line.includes("key.made")), []);
});
