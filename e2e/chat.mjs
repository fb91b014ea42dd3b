// The chat as a person uses it: read the last card, tap what is on it, write.
import { mkdirSync } from "node:fs";
import { join } from "node:path";

const PICTURES = new URL("../build/e2e/", import.meta.url).pathname;
const PATIENCE = 10_000;

export class Chat {
  #page;

  // Opens the client. Whatever it wants from elsewhere (its fonts) it does not get, and is noted.
  static async open(browser, address) {
    const page = await browser.newPage({ viewport: { width: 1100, height: 1000 }, locale: "da-DK" });
    page.setDefaultTimeout(PATIENCE);
    const chat = new Chat(page);
    await page.route((url) => !["127.0.0.1", "localhost"].includes(url.hostname), (route) => {
      chat.outside.push(route.request().url());
      return route.abort();
    });
    page.on("pageerror", (fault) => chat.faults.push(fault.message));
    await page.goto(address);
    await page.getByTitle("Hide log panel").click();
    mkdirSync(PICTURES, { recursive: true });
    return chat;
  }

  constructor(page) {
    this.#page = page;
    this.outside = [];
    this.faults = [];
  }

  get cards() {
    return this.#page.locator(".ac-adaptiveCard");
  }

  // Waits until the last card says this, and returns it.
  async card(text) {
    const last = this.cards.last().filter({ hasText: text });
    try {
      await last.waitFor();
    } catch {
      throw new Error(`The last card does not say “${text}” but:\n${await this.cards.last().innerText()}`);
    }
    return last;
  }

  // Waits until somewhere in the chat stands this.
  said(text) {
    return this.#page.getByText(text).last().waitFor();
  }

  async say(text) {
    const box = this.#page.locator("[data-lexical-editor=true]");
    await box.click();
    await box.pressSequentially(text);
    await this.#page.keyboard.press("Enter");
    await this.#page.locator("[data-lexical-editor=true]", { hasText: text }).waitFor({ state: "detached" });
  }

  // A button or a row of the last card, or of the card given.
  async tap(label, card = this.cards.last()) {
    await card.getByRole("button", { name: label, exact: true }).click();
  }

  // One of a long list, then its button.
  async pick(label, button) {
    const card = this.cards.last();
    await card.getByRole("radio", { name: label, exact: true }).check();
    await this.tap(button, card);
  }

  // Opens the drop-down of the last card, and says what is in it.
  async options() {
    await this.cards.last().getByRole("combobox").click();
    const options = this.#page.getByRole("option");
    await options.first().waitFor();
    return options.allInnerTexts();
  }

  close() {
    return this.#page.keyboard.press("Escape");
  }

  // The labels of what can be tapped on a card.
  buttons(card = this.cards.last()) {
    return card.getByRole("button").evaluateAll((all) => all.map((one) => one.getAttribute("aria-label") || one.innerText));
  }

  async picture(name) {
    await this.cards.last().scrollIntoViewIfNeeded();
    await this.#page.screenshot({ path: join(PICTURES, `${name}.png`) });
  }
}
