import { parseArgs } from 'node:util';
import { type Client, hiredEvidence, type PersonCreate, posts } from '@huke/sdk';
import { apiOptions, ownTerminal, type Terminal, withSession } from './desk-session.ts';

export const summary = 'people: list, add, invite, leave, unlock (over the API, with your own sign-in)';

export const usage = `usage: huke people list [--team TEAM]
       huke people add --name NAME --number NUMBER --mail-of MAIL --post POST --employer EMPLOYER [--team TEAM] [--hired YYYY-MM-DD --evidence contract|payroll|register]
       huke people invite NUMBER
       huke people leave NUMBER
       huke people unlock NUMBER
options: --url ADDRESS (or HUKE_URL), --mail YOURS (or HUKE_MAIL), --json
TEAM and EMPLOYER are names or ids; NUMBER is a staff number. You are asked for your password and code.`;

/** Lists and changes people; exit 0 done, 2 wrong usage (a refusal of the API is thrown and printed by main). */
export async function run(
  args: readonly string[],
  terminal: Terminal = ownTerminal(),
  send: typeof fetch = fetch,
): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ...apiOptions,
      name: { type: 'string' },
      number: { type: 'string' },
      'mail-of': { type: 'string' },
      post: { type: 'string' },
      team: { type: 'string' },
      employer: { type: 'string' },
      hired: { type: 'string' },
      evidence: { type: 'string' },
    },
  });
  const [verb, who] = positionals;
  const work = workOf(verb, who, values, terminal);
  if (work === null) {
    terminal.print(usage);
    return 2;
  }
  await withSession(values, work, terminal, send);
  return 0;
}

type Values = Readonly<Record<string, string | boolean | undefined>>;

function workOf(
  verb: string | undefined,
  who: string | undefined,
  values: Values,
  terminal: Terminal,
): ((client: Client) => Promise<void>) | null {
  const show = (value: unknown, text: string): void =>
    terminal.print(values['json'] === true ? JSON.stringify(value) : text);
  const text = (name: string): string => String(values[name] ?? '');
  if (verb === 'list') return (client) => list(client, text('team'), values['json'] === true, terminal);
  if (verb === 'leave' && who !== undefined)
    return async (client) => {
      const person = await client.personLeaves(await idOf(client, who));
      show(person, `${person.staffNumber} has left; sessions, tokens and grants have ended`);
    };
  if (verb === 'invite' && who !== undefined)
    return async (client) => {
      const made = await client.invitePerson(await idOf(client, who));
      show(made, `hand over this link, it works once: ${made.invitation}`);
    };
  if (verb === 'unlock' && who !== undefined)
    return async (client) => {
      const person = await client.unlockPerson(await idOf(client, who));
      show(person, `${person.staffNumber} is unlocked`);
    };
  const needed = ['name', 'number', 'mail-of', 'post', 'employer'];
  if (verb !== 'add' || needed.some((name) => text(name) === '')) return null;
  const post = posts.find((each) => each === text('post'));
  if (post === undefined) throw new Error(`there is no such post; choose one of ${posts.join(', ')}`);
  const evidence = hiredEvidence.find((each) => each === text('evidence'));
  if (evidence === undefined && text('evidence') !== '')
    throw new Error(`there is no such evidence; choose one of ${hiredEvidence.join(', ')}`);
  return async (client) => {
    const { teams, employers } = await client.teams();
    const body: PersonCreate = {
      name: text('name'),
      staffNumber: text('number'),
      email: text('mail-of'),
      post,
      employer: named(employers, text('employer'), 'employer'),
      ...(text('team') === '' ? {} : { team: named(teams, text('team'), 'team') }),
      ...(text('hired') === '' ? {} : { hiredOn: text('hired') }),
      ...(evidence === undefined ? {} : { hiredEvidence: evidence }),
    };
    const made = await client.createPerson(body);
    const kinds = made.changes.map((change) => change.kind).join(', ');
    const waits = kinds === '' ? '' : ` (waits for a second officer: ${kinds})`;
    const link =
      made.invitation === null
        ? 'once a second officer has confirmed the account, make the link: huke people invite'
        : `hand over this link, it works once: ${made.invitation}`;
    show(made, `${made.person.staffNumber} is ${made.person.post}${waits}\n${link}`);
  };
}

async function list(client: Client, team: string, json: boolean, terminal: Terminal): Promise<void> {
  const { teams } = await client.teams();
  const only = team === '' ? {} : { team: named(teams, team, 'team') };
  const names = new Map(teams.map((each) => [each.id, each.name]));
  for (let cursor: string | undefined; ; ) {
    const page = await client.people({ ...only, ...(cursor === undefined ? {} : { cursor }) });
    for (const person of page.rows)
      terminal.print(
        json
          ? JSON.stringify(person)
          : [
              person.staffNumber.padEnd(10),
              person.state.padEnd(7),
              person.post.padEnd(18),
              names.get(person.team ?? '') ?? '-',
              person.name,
            ].join(' '),
      );
    if (page.next === null) return;
    cursor = page.next;
  }
}

async function idOf(client: Client, staffNumber: string): Promise<string> {
  for (let cursor: string | undefined; ; ) {
    const page = await client.people(cursor === undefined ? {} : { cursor });
    const found = page.rows.find((row) => row.staffNumber === staffNumber && row.state !== 'left');
    if (found) return found.id;
    if (page.next === null) throw new Error('nobody has this staff number; see huke people list');
    cursor = page.next;
  }
}

/** The id behind a name or an id. */
export function named(
  rows: readonly { readonly id: string; readonly name: string }[],
  given: string,
  what: string,
): string {
  const found = rows.find((row) => row.id === given || row.name === given);
  if (!found)
    throw new Error(`there is no such ${what}; choose one of ${rows.map((row) => row.name).join(', ')}`);
  return found.id;
}
