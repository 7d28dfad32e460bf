/** A command: `run` gets what stands behind its name and resolves to the exit status. */
export type Command = {
  readonly summary: string;
  /** What `--help` prints; the summary where there is none. */
  readonly usage?: string;
  readonly run: (args: readonly string[]) => Promise<number>;
};

/** Every command by name, loaded only when it is run. */
export const commands: Readonly<Record<string, () => Promise<Command>>> = {
  serve: () => import('./serve.ts'),
  demo: () => import('./demo.ts'),
  ledger: () => import('./ledger.ts'),
  people: () => import('./people.ts'),
  key: () => import('./key.ts'),
  scan: () => import('./scan.ts'),
  mask: () => import('./mask.ts'),
  rules: () => import('./rules.ts'),
};
