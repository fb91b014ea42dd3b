// Reads one document of a Teams app package a line, and writes what is wrong with each by the schema
// it names, one list a line. The schemas come with the official validator, so that nothing is fetched.
"use strict";

const { readFileSync } = require("node:fs");
const { dirname, join } = require("node:path");
const { AppManifestUtils } = require("@microsoft/app-manifest");

const SCHEMAS = join(dirname(require.resolve("@microsoft/app-manifest")), "json-schemas", "teams");

function schemaOf(document) {
  const [version, file] = document.$schema.split("/").slice(-2);
  // Two patterns of the published schema for translations close a bracket that they never opened.
  return JSON.parse(readFileSync(join(SCHEMAS, version, file), "utf8").replaceAll("\\\\b]", "\\\\b\\\\]"));
}

async function main() {
  for (const line of readFileSync(0, "utf8").split("\n").filter(Boolean)) {
    const document = JSON.parse(line);
    console.log(JSON.stringify(await AppManifestUtils.validateAgainstSchema(document, schemaOf(document))));
  }
}

main();
