import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What one run of the load took; latencies in milliseconds. */
export type Load = {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly count: number;
  readonly failures: Readonly<Record<string, number>>;
};

export type LoadRequest = {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** Sends the requests from another process, so that the sender's work is not the server's. */
export function runLoad(options: {
  readonly port: number;
  readonly clients: number;
  readonly seconds: number;
  readonly requests: readonly LoadRequest[];
}): Promise<Load> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [fileURLToPath(new URL('load.mjs', import.meta.url))], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString('utf8');
    });
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) resolve(JSON.parse(out) as Load);
      else reject(new Error(`the load ended with status ${code}`));
    });
    child.stdin.end(JSON.stringify(options));
  });
}
