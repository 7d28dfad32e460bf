const key = 'huke.ledger';

/** What this computer saw of the log before: its verifier key, its largest size; nothing of customers. */
export type Remembered = { readonly verifier: string; readonly size: number };

/** What the memory says about what the server says now. */
export type Verdict = {
  readonly kind: 'same' | 'first' | 'changed-key' | 'rolled-back';
  readonly before: number;
};

/** Compares; a log that became shorter or changed its key is not the log that was seen before. */
export function compare(before: Remembered | null, now: Remembered): Verdict {
  if (before === null) return { kind: 'first', before: 0 };
  if (before.verifier !== now.verifier) return { kind: 'changed-key', before: before.size };
  return { kind: now.size < before.size ? 'rolled-back' : 'same', before: before.size };
}

/** Compares with what this browser remembers, and remembers the larger of the two unless something is wrong. */
export function checkMemory(now: Remembered): Verdict {
  const before = read();
  const verdict = compare(before, now);
  if (verdict.kind === 'first' || verdict.kind === 'same') write(now);
  return verdict;
}

function read(): Remembered | null {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? 'null') as Partial<Remembered> | null;
    return typeof kept?.verifier === 'string' && typeof kept.size === 'number'
      ? { verifier: kept.verifier, size: kept.size }
      : null;
  } catch {
    return null;
  }
}

function write(now: Remembered): void {
  try {
    localStorage.setItem(key, JSON.stringify(now));
  } catch {
    // A browser without storage cannot notice a roll-back; the command line can.
  }
}
