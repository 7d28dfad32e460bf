import type { Employer, Person, Post } from '@huke/sdk';
import { sql } from 'kysely';
import { insertEmployer } from './employer-row.ts';
import { nobody } from './key-row.ts';
import { insertKey, type KeyCreate } from './key-write.ts';
import { writeTotp } from './factors.ts';
import { writePassword } from './links.ts';
import { insertPerson } from './person-write.ts';
import { act, recorded, type Room } from './room.ts';
import { closeTwoOfficers } from './two-officers.ts';

export type SeedPerson = {
  readonly id: string;
  readonly name: string;
  readonly staffNumber: string;
  readonly email: string;
  readonly post: Post;
  readonly team: string | null;
  readonly employer: string;
  readonly hiredOn: string;
  readonly duty?: Person['duty'];
  readonly ownCustomer?: string | null;
  readonly relatives?: readonly string[];
  readonly password: string;
  /** Base32. */
  readonly totpSecret?: string;
  /** Since when the person may approve; now when not given. */
  readonly approverSince?: Date;
};

/** A whole organisation as data. */
export type Seed = {
  readonly employers: readonly Employer[];
  readonly teams: readonly { readonly id: string; readonly name: string }[];
  readonly people: readonly SeedPerson[];
  /** `secret` fixes a key (43 characters of base64url); random without. */
  readonly keys?: readonly (KeyCreate & { readonly id?: string; readonly secret?: string })[];
};

/**
 * Writes an organisation past the rule of two officers: for demonstrations and tests, never reachable over HTTP. Each
 * distinct password is hashed once. Returns the keys, which are readable only here.
 */
export async function seed(
  room: Room,
  organisation: Seed,
): Promise<readonly { name: string; key: string }[]> {
  const passwords = [...new Set(organisation.people.map((person) => person.password))];
  const hashes = new Map(
    await Promise.all(
      passwords.map(async (password) => [password, await room.passwords.hash(password)] as const),
    ),
  );
  return await recorded(room, async (tx, drafts) => {
    for (const employer of organisation.employers) await insertEmployer(room, tx, employer);
    for (const { id, name } of organisation.teams)
      await sql`insert into identity_teams (id, name) values (${id}, ${name})`.execute(tx);
    for (const person of organisation.people) {
      await insertPerson(room, tx, { ...person, maker: null, tenureFrom: person.hiredOn });
      await writePassword(room, tx, person.id, hashes.get(person.password) ?? '', []);
      if (person.totpSecret !== undefined) await writeTotp(room, tx, person.id, person.totpSecret);
      drafts.push(act(room, null, 'person-added', { object: person.id, to: person.post, code: 'seed' }));
    }
    await closeTwoOfficers(room, tx);
    const made = [];
    for (const each of organisation.keys ?? []) {
      const { key, row } = await insertKey(room, tx, each, nobody, true);
      drafts.push(act(room, null, 'key-made', { object: row.id, code: 'seed' }));
      made.push({ name: each.name, key: key ?? '' });
    }
    return made;
  });
}
