// Reads one Adaptive Card a line, parses each with the official renderer's own parser at version 1.5,
// and writes what it complains of, one list a line. What the parser passes over in silence, a
// property it does not know, is a complaint too.
"use strict";

const { AdaptiveCard, SerializationContext, ValidationEvent, Versions } = require("adaptivecards/dist/adaptivecards.min.js");

const PASSED_OVER = new Set([
  "roundedCorners", // drawn by Teams alone (its page "Format cards")
  "fallback", // read only where it is needed; cards with it as the action are parsed too
]);

function complaints(source) {
  // Its pattern for languages keeps its place between two cards and then misses every other one.
  AdaptiveCard.langProperty.regEx.lastIndex = 0;
  const card = new AdaptiveCard();
  const context = new SerializationContext(Versions.v1_5);
  card.parse(source, context);
  const events = Array.from({ length: context.eventCount }, (_, n) => context.getEventAt(n));
  const found = [...events, ...card.validateProperties().validationEvents];
  return [...found.map((one) => `${ValidationEvent[one.event]}: ${one.message}`), ...unread(source, card.toJSON(), "card")];
}

function unread(written, read, path) {
  if (Array.isArray(written)) {
    return written.flatMap((one, n) => unread(one, read[n], `${path}[${n}]`));
  }
  if (typeof written !== "object" || written === null || path.endsWith(".data")) {
    return [];
  }
  return Object.entries(written).flatMap(([name, value]) => {
    if (PASSED_OVER.has(name)) {
      return [];
    }
    return read && name in read ? unread(value, read[name], `${path}.${name}`) : [`Unread: ${path}.${name}`];
  });
}

const lines = require("node:fs").readFileSync(0, "utf8").split("\n").filter(Boolean);
for (const line of lines) {
  console.log(JSON.stringify(complaints(JSON.parse(line))));
}
