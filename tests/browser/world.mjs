// The world of the tests: the demo's office on a port of its own, and a real Chromium.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";

// The packages are kept outside the repository.
const require = createRequire(join(process.env.SOVIEC_BROWSER_MODULES, "package.json"));
const { chromium } = require("playwright-core");
export const axe = require("axe-core").source;

const SOVIEC = process.env.SOVIEC_BINARY;
export const SHOTS = process.env.SOVIEC_SHOTS;
export const NAME = "huong.pt";
export const PASSWORD = "một hai ba bốn năm";
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts the demo and returns its address, its link and the way to end it. */
export async function demo() {
  mkdirSync(SHOTS, { recursive: true });
  const folder = mkdtempSync(join(SHOTS, "demo-"));
  // A small area is filled in a few seconds.
  const help = spawnSync(SOVIEC, ["demo", "--help"], { encoding: "utf8" }).stdout;
  const small = help.includes("--communes") ? ["--communes", "3"] : [];
  const child = spawn(SOVIEC, ["demo", "--listen", "127.0.0.1:0", ...small], {
    env: { ...process.env, TMPDIR: folder, TMP: folder },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let asked = false;
  const ended = new Promise((done) =>
    child.once("exit", (code, signal) => {
      if (!asked) console.log(`the demo ended by itself: code ${code}, signal ${signal}`);
      done();
    }),
  );
  const link = await firstLink(child);
  const [world] = readdirSync(folder);
  addClerk(join(folder, world, "office"));
  const stop = async () => {
    asked = true;
    child.kill("SIGTERM");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  return { address: new URL(link).origin, link, stop };
}

/** Reads the demo's story until it prints the link of the console. */
async function firstLink(child) {
  for await (const line of createInterface({ input: child.stdout })) {
    console.log(line);
    const found = line.match(/http:\S+\/vao\/[0-9a-f]+/);
    if (found) {
      child.stdout.resume();
      return found[0];
    }
  }
  throw new Error("the demo ended without a link to its console");
}

/** The command line beside the running office gives the clerk a password. */
function addClerk(office) {
  const arguments_ = ["clerk", "add", NAME, "--shown", "Phạm Thu Hường", "--data", office];
  const added = spawnSync(SOVIEC, arguments_, { input: `${PASSWORD}\n`, encoding: "utf8" });
  if (added.status !== 0) throw new Error(added.stderr);
}

export const browser = () =>
  chromium.launch({ executablePath: process.env.SOVIEC_CHROMIUM, args: FLAGS });
