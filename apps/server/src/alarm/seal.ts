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

/** The row as it was made; one that was edited or put there is an alarm of its own, and about nobody. */
export function asMade<T extends About & { readonly mac: string | null }>(
  mac: (data: Uint8Array) => Uint8Array,
  row: T,
): T {
  if (row.mac === sealAlarm(mac, row)) return row;
  const nobody = { person: null, key: null, team: null, customer: null };
  return { ...row, ...nobody, code: 'rows-forged', object: 'alarms' };
}
