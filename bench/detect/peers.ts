import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/** Another detector: returns the text with what it found replaced. */
export type Peer = { readonly name: string; readonly redact: (text: string) => string | Promise<string> };

const folder = new URL('../peers/package.json', import.meta.url);

type Redactor = { readonly redact: (text: string) => string };
type Open = { readonly detect: (text: string) => Promise<{ readonly redacted: string }> };

const known: readonly (readonly [name: string, make: (module: Record<string, unknown>) => Peer['redact']])[] =
  [
    [
      'openredaction',
      (m) => {
        const open = new (m['OpenRedaction'] as new () => Open)();
        return async (text) => (await open.detect(text)).redacted;
      },
    ],
    [
      '@redactpii/node',
      (m) => {
        const redactor = new (m['Redactor'] as new () => Redactor)();
        return (text) => redactor.redact(text);
      },
    ],
    [
      '@libretto/redact-pii-light',
      (m) => {
        const redactor = new (m['SyncRedactor'] as new () => Redactor)();
        return (text) => redactor.redact(text);
      },
    ],
  ];

/** The peers that `npm run install-peers` in bench/peers has installed; the others are named on standard error. */
export function peers(): Peer[] {
  const load = createRequire(folder);
  return known.flatMap(([name, make]) => {
    if (!existsSync(new URL(`node_modules/${name}/package.json`, folder))) {
      process.stderr.write(`bench: ${name} skipped; npm run install-peers in bench/peers installs it\n`);
      return [];
    }
    return [{ name, redact: make(load(name) as Record<string, unknown>) }];
  });
}

/** What a detector in Python did with the first of the texts, as many as it could take. */
export type Measured = {
  readonly name: string;
  /** MB per second of CPU time. */
  readonly figures: readonly number[];
  readonly redacted: readonly string[];
};

const python = fileURLToPath(new URL('../peers/.venv/bin/python', import.meta.url));
const measure = fileURLToPath(new URL('../peers/measure.py', import.meta.url));

/** Measures the detectors in Python that are installed in bench/peers; the others are named on standard error. */
export function pythonPeers(texts: readonly string[], seconds: number): Measured[] {
  return ['presidio', 'jionlp'].flatMap((name) => {
    const run = existsSync(python)
      ? spawnSync(python, [measure, name], {
          input: JSON.stringify({ texts, seconds }),
          encoding: 'utf8',
          maxBuffer: 1 << 28,
        })
      : null;
    if (run?.status !== 0) {
      process.stderr.write(
        `bench: ${name} skipped; npm run install-python-peers in bench/peers installs it\n`,
      );
      return [];
    }
    return [{ name, ...(JSON.parse(run.stdout) as Omit<Measured, 'name'>) }];
  });
}
