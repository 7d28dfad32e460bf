import { parseArgs } from 'node:util';
import { type Client, scopes } from '@huke/sdk';
import { apiOptions, ownTerminal, type Terminal, withSession } from './desk-session.ts';
import { named } from './people.ts';

export const summary = 'service keys of programs: create, list, revoke (over the API, with your own sign-in)';

export const usage = `usage: huke key create --name NAME --scope SCOPE... [--team TEAM...] [--per-day N]
       huke key list
       huke key revoke ID
options: --url ADDRESS (or HUKE_URL), --mail YOURS (or HUKE_MAIL), --json
SCOPE is one of ${scopes.join(', ')}. You are asked for your password and code. The key is printed once.`;

/** Makes, lists and ends service keys; exit 0 done, 2 wrong usage (a refusal of the API is thrown and printed by main). */
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
          `${key.id} ${key.revokedAt === null ? 'live   ' : 'revoked'} ${key.name} ${key.scopes.join(',')} last used ${key.lastUsedAt ?? 'never'}`,
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
        scopes: scope,
        teams: team.map((each) => named(teams, each, 'team')),
        perDay: Number(values['per-day']),
      });
      show(made, `${made.serviceKey.id}\nkeep this key, it is not shown again: ${made.key}`);
    };
  if (work === null) {
    terminal.print(usage);
    return 2;
  }
  await withSession(values, work, terminal, send);
  return 0;
}
