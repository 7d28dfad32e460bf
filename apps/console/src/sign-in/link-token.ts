/**
 * The token of a one-time link, taken out of the address so that neither the history nor the screen keeps it.
 * Links carry it behind `#`, which browsers send to nobody.
 */
export function takeLinkToken(): string | null {
  const { hash, pathname } = globalThis.location;
  const token = tokenOf(hash);
  if (token !== null) history.replaceState(history.state, '', pathname);
  return token;
}

/** `#token=…` or `#…`. */
export function tokenOf(hash: string): string | null {
  const text = decodeURIComponent(hash.replace(/^#/, ''));
  const token = text.startsWith('token=') ? text.slice(6) : text;
  return /^[\w.~-]{16,400}$/.test(token) ? token : null;
}
