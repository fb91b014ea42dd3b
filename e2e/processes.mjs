// The coach and a Teams-like client, each a process of its own on a port of its own.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const ROOT = new URL("..", import.meta.url).pathname;
const PLAYGROUND = new URL("node_modules/@microsoft/m365agentsplayground/cli.js", import.meta.url).pathname;
const PATIENCE = 90_000;

// Starts a program and waits for the line that says where it listens.
async function start(command, args, { cwd, env }, announcement) {
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  const said = [];
  const found = new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`${command} did not start:\n${said.join("\n")}`)), PATIENCE);
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on("line", (line) => {
        said.push(line);
        const match = announcement.exec(line);
        if (match) {
          clearTimeout(late);
          resolve(match[1]);
        }
      });
    }
    child.on("exit", (code) => reject(new Error(`${command} ended with ${code}:\n${said.join("\n")}`)));
  });
  const stop = () =>
    new Promise((resolve) => {
      child.on("exit", resolve);
      child.kill();
    });
  return { address: await found, said, stop };
}

// A coach that nobody has talked to yet. What it stores goes when it stops.
export async function startCoach() {
  const folder = mkdtempSync(join(tmpdir(), "coach-"));
  const env = {
    COACH_PORT: "0",
    COACH_LOG_LEVEL: "warning",
    COACH_DATABASE_URL: `sqlite+aiosqlite:///${join(folder, "coach.db")}`,
    COACH_KEY_FILE: join(folder, "coach.key"),
    COACH_MUNICIPALITY: "Prøvekøbing Kommune",
    COACH_CONTACTS: '[{"name": "Arbejdsmiljørepræsentanten", "reach": "lokal 1234"}]',
  };
  const coach = await start(join(ROOT, ".venv/bin/python"), ["app.py"], { cwd: ROOT, env }, /answers at (\S+)/);
  const stop = async () => {
    await coach.stop();
    rmSync(folder, { recursive: true });
  };
  return { ...coach, stop };
}

// The Microsoft 365 Agents Playground: it installs the coach for a person as soon as a page opens it.
export async function startPlayground(coach) {
  const args = ["-e", `${coach.address}/api/messages`, "-c", "msteams", "--disable-telemetry"];
  const cwd = mkdtempSync(join(tmpdir(), "playground-")); // it leaves files where it is started
  const playground = await start(process.execPath, [PLAYGROUND, ...args], { cwd, env: {} }, /Listening on (\d+)/);
  const stop = async () => {
    await playground.stop();
    rmSync(cwd, { recursive: true });
  };
  return { address: `http://127.0.0.1:${playground.address}`, said: playground.said, stop };
}
