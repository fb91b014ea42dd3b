// The coach's own page in a browser, as wide as a phone.
import { launch } from "./browser.mjs";
import { startCoach } from "./processes.mjs";

// A page nobody has written on yet. `close` ends the coach behind it too. `patience` is in ms.
export async function openPage(patience = 10_000) {
  const coach = await startCoach();
  const browser = await launch();
  const page = await browser.newPage({ viewport: { width: 420, height: 900 }, locale: "da-DK" });
  page.setDefaultTimeout(patience);
  await page.goto(coach.address);
  const cards = () => page.locator(".ac-adaptiveCard");
  const close = async () => {
    await browser.close();
    await coach.stop();
  };
  return { page, cards, tap: (label) => cards().last().getByRole("button", { name: label, exact: true }).click(), close };
}
