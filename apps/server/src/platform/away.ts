/** What Node says of a connection that could not be made or was lost. */
const lost = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** What pg says without a code. */
const said =
  /^(?:Connection terminated(?: unexpectedly| due to connection timeout)?|timeout exceeded when trying to connect|Client has encountered a connection error and is not queryable)$/;

/**
 * True for an error that says the database cannot be reached at this moment, so that the same request may be made
 * again: no connection, one that broke, a server that starts, stops or has no place left (SQLSTATE 08, 53300, 57P01 to
 * 57P03).
 */
export function isAway(error: unknown): boolean {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    const { code, syscall } = at as { code?: unknown; syscall?: unknown };
    if (typeof code === 'string') {
      if (/^(?:08...|53300|57P0[123])$/.test(code)) return true;
      // a missing file is ENOENT too
      if (lost.has(code) && (code !== 'ENOENT' || syscall === 'connect')) return true;
    }
    if (said.test(at.message)) return true;
    if (at instanceof AggregateError && at.errors.some(isAway)) return true;
  }
  return false;
}
