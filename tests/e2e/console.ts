import { type ChildProcessByStdio, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

/** The sample data of the engine. All are two thousand objects, which most tests need not wait for. */
export type Samples = "digits" | "all";

type Process = ChildProcessByStdio<null, Readable, null>;

const executable = process.env.BATON_EXECUTABLE ?? "target/debug/baton";

/** The variables of the tests without those that the program reads. */
function environment(): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(AWS|BATON)_/.test(name)));
}

/** `baton serve` with its engine, on free ports and a data folder of its own. */
export class Console {
  url = "";
  private process: Process | undefined;
  /** The data folder. */
  readonly data = mkdtempSync(join(tmpdir(), "baton-e2e-"));

  private constructor(private readonly samples: Samples) {}

  static async start(samples: Samples): Promise<Console> {
    const console = new Console(samples);
    await console.run("127.0.0.1:0");
    return console;
  }

  /** Kills the program, as a power cut would, and starts it again on the same data and the same address. */
  async restart(): Promise<void> {
    await this.kill();
    await this.run(new URL(this.url).host);
  }

  /** Kills the program and leaves it away. */
  async pause(): Promise<void> {
    await this.kill();
  }

  /** Starts it again on the same data and the same address. */
  async resume(): Promise<void> {
    await this.run(new URL(this.url).host);
  }

  /** Takes in an export of a history, given line by line, while the program is away. */
  async import(lines: object[]): Promise<void> {
    await this.pause();
    const file = join(this.data, "import.jsonl");
    writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
    execFileSync(executable, ["import", "--data", this.data, file], { stdio: "ignore", env: environment() });
    await this.resume();
  }

  async stop(): Promise<void> {
    await this.kill();
    this.killTrainings();
    // A trainer ends just after its supervisor, and may write meanwhile.
    rmSync(this.data, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }

  /** Kills what outlives the program: the supervisors of its jobs, and with them their trainers. */
  private killTrainings(): void {
    for (const id of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
      try {
        const words = readFileSync(`/proc/${id}/cmdline`, "utf8").split("\0");
        if (words.some((word) => word.startsWith(`${this.data}/`))) process.kill(Number(id), "SIGKILL");
      } catch {
        // It ended while it was looked at.
      }
    }
  }

  private async run(listen: string): Promise<void> {
    this.process = spawn(
      executable,
      ["serve", "--listen", listen, "--engine-listen", "127.0.0.1:0", "--data", this.data],
      { stdio: ["ignore", "pipe", "ignore"], env: { ...environment(), BATON_SAMPLES: this.samples } },
    );
    this.url = await announced(this.process);
  }

  private async kill(): Promise<void> {
    const running = this.process;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const ended = new Promise((resolve) => running.once("exit", resolve));
    running.kill("SIGKILL");
    await ended;
  }
}

/** Waits for the line in which the program says where its pages are; goes on reading, so that it never waits for a reader. */
function announced(program: Process): Promise<string> {
  return new Promise((resolve, reject) => {
    const lines = createInterface({ input: program.stdout });
    lines.on("line", (line) => {
      const address = /^Baton console: (http:\S+)/.exec(line)?.[1];
      if (address) resolve(address.replace(/\/$/, ""));
    });
    program.once("error", reject);
    program.once("exit", (code) => reject(new Error(`the program ended with ${code}`)));
  });
}
