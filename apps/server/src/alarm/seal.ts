/** What an alarm's row says it is about. */
export type About = {
  readonly id: string;
  readonly code: string;
  readonly person: string | null;
  readonly key: string | null;
  readonly team: string | null;
  readonly customer: string | null;
  readonly object: string | null;
};

/** Seals what an alarm is about: a row that says another thing is none of this program's. */
export function sealAlarm(mac: (data: Uint8Array) => Uint8Array, about: About): string {
  const { id, code, person, key, team, customer, object } = about;
  const said = JSON.stringify(['huke-alarm', id, code, person, key, team, customer, object]);
  return Buffer.from(mac(new TextEncoder().encode(said))).toString('base64url');
}

/** How an alarm was closed. */
export type Closing = {
  readonly closed_at: Date | null;
  readonly closed_by: string | null;
  readonly finding: string | null;
};

/** Seals that an alarm was closed: one that somebody else closed is open. */
export function sealClosing(mac: (data: Uint8Array) => Uint8Array, id: string, how: Closing): string {
  const said = JSON.stringify([
    'huke-alarm-closed',
    id,
    how.closed_at?.getTime(),
    how.closed_by,
    how.finding,
  ]);
  return Buffer.from(mac(new TextEncoder().encode(said))).toString('base64url');
}

/** The row as it was made; one that was edited or put there is an alarm of its own, and about nobody. */
export function asMade<T extends About & { readonly mac: string | null }>(
  mac: (data: Uint8Array) => Uint8Array,
  row: T,
): T {
  if (row.mac === sealAlarm(mac, row)) return row;
  const nobody = { person: null, key: null, team: null, customer: null };
  return { ...row, ...nobody, code: 'rows-forged', object: 'alarms' };
}
