import { parseArgs } from 'node:util';
import { type Client, type Scope, scopes, type ServiceKeyCreated } from '@huke/sdk';
import { apiOptions, ownTerminal, type Terminal, withSession } from './desk-session.ts';
import { named } from './people.ts';

export const summary =
  'service keys of programs: create, claim, rotate, list, revoke (over the API, with your own sign-in)';

export const usage = `usage: huke key create --name NAME --scope SCOPE... [--team TEAM...] [--per-day N]
       huke key claim ID
       huke key rotate ID
       huke key list
       huke key revoke ID
options: --url ADDRESS (or HUKE_URL), --mail YOURS (or HUKE_MAIL), --json
SCOPE is one of ${scopes.join(', ')}. You are asked for your password and code. The key is printed once.
What reaches customers or the ledger waits for a second officer; then claim it, within a day.`;

/** Makes, takes, lists and ends service keys; exit 0 done, 2 wrong usage (a refusal of the API is thrown and printed by main). */
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
      scope: { type: 'string', multiple: true },
      team: { type: 'string', multiple: true },
      'per-day': { type: 'string', default: '10000' },
    },
  });
  const [verb, id] = positionals;
  const show = (value: unknown, text: string): void =>
    terminal.print(values.json ? JSON.stringify(value) : text);
  const { name, scope = [], team = [] } = values;
  let work: ((client: Client) => Promise<void>) | null = null;
  if (verb === 'list')
    work = async (client) => {
      for (const key of (await client.serviceKeys()).keys)
        show(
          key,
          `${key.id} ${key.state.padEnd(9)} ${key.name} ${key.scopes.join(',')} last used ${key.lastUsedAt ?? 'never'}`,
        );
    };
  if (verb === 'revoke' && id !== undefined)
    work = async (client) => {
      await client.revokeServiceKey(id);
      show({ id }, `${id} is revoked`);
    };
  if (verb === 'create' && name !== undefined && scope.length > 0)
    work = async (client) => {
      const { teams } = await client.teams();
      const made = await client.createServiceKey({
        name,
        scopes: scope.map(scopeOf),
        teams: team.map((each) => named(teams, each, 'team')),
        perDay: Number(values['per-day']),
      });
      show(made, madeText(made));
    };
  if ((verb === 'claim' || verb === 'rotate') && id !== undefined)
    work = async (client) => {
      const made = await (verb === 'claim' ? client.claimServiceKey(id) : client.rotateServiceKey(id));
      show(made, madeText(made));
    };
  if (work === null) {
    terminal.print(usage);
    return 2;
  }
  await withSession(values, work, terminal, send);
  return 0;
}

function madeText({ serviceKey, key }: ServiceKeyCreated): string {
  return key === null
    ? `${serviceKey.id}\nwaits for a second officer; once confirmed take it within a day: huke key claim ${serviceKey.id}`
    : `${serviceKey.id}\nkeep this key, it is not shown again: ${key}`;
}

function scopeOf(given: string): Scope {
  const scope = scopes.find((each) => each === given);
  if (scope === undefined) throw new Error(`there is no such scope; choose of ${scopes.join(', ')}`);
  return scope;
}
