import type { FirstRun, Level, PersonCreate, PersonRef, Post, StepUpFinish, StepUpRequest } from '@huke/sdk';
import { sql } from 'kysely';
import type { Subject, Somebody } from '#gate';
import { noteWeakAsks } from './weak-asks.ts';
import { mintActFor } from './act-for.ts';
import { adoptUnsealed } from './adopt.ts';
import { cookieSecret, createAuthEngine } from './auth-engine.ts';
import { approversOf } from './approvers.ts';
import { createAuthenticator } from './authenticate.ts';
import { confirmChange, listChanges, refuseChange, requestFactorReset } from './changes.ts';
import type { IdentityDeps } from './deps.ts';
import { rememberEndings } from './endings.ts';
import { raiseByEntries } from './factor-versions.ts';
import { rememberFloors } from './floors.ts';
import { firstRun, firstRunLink, firstRunOpen } from './first-run.ts';
import { type AuthOutcome, runAuthCall, signedOutCookies } from './handler.ts';
import type { KeyCreate } from './key-write.ts';
import { endUnusedScopes } from './key-unused.ts';
import { changeKey, claimKey, createKey, listKeys, revokeKey, rotateKey } from './keys.ts';
import { acceptInvitation, openInvitation } from './links.ts';
import { me } from './me.ts';
import {
  changePassword,
  deletePasskey,
  listPasskeys,
  renewRecoveryCodes,
  startTotpEnrolment,
} from './own-factors.ts';
import { argon2Passwords } from './passwords.ts';
import {
  changePerson,
  colleagues,
  createPerson,
  invitePerson,
  listPeople,
  lockPerson,
  personFacts,
  personLeaves,
  unlockPerson,
} from './people.ts';
import type { Room } from './room.ts';
import { type Seed, seed } from './seed.ts';
import { endSession, listSessions, sessionDevice } from './sessions.ts';
import { finishStepUp, startStepUp, stepUpGenuine } from './step-ups.ts';
import { createEmployer, createTeam, listTeams } from './teams.ts';
import { tidy } from './tidy.ts';
import { rememberTries } from './tries.ts';

export type Identity = Awaited<ReturnType<typeof createIdentity>>;

/** Opens the room; `stop` ends its listening. */
export async function createIdentity(deps: IdentityDeps) {
  const passwords = deps.passwords ?? argon2Passwords(deps.config);
  const endings = rememberEndings(deps.clock);
  const { entriesOf } = deps.ledger;
  const floors = rememberFloors(async (memory) => {
    if (entriesOf) await raiseByEntries(memory, entriesOf);
  });
  const tries = rememberTries(deps.alarm);
  const authenticator = await createAuthenticator({ ...deps, floors, tries }, cookieSecret(deps), endings);
  const room: Room = { ...deps, passwords, forget: authenticator.forget, endings, floors, tries };
  const engine = createAuthEngine(room);
  if (deps.adopt === true) await adoptUnsealed(room);
  await tidy(room);
  // every sign-in and change waits for it; a start does not
  floors.known().catch((error: unknown) => deps.log.warn('floors-unknown', { error }));

  return {
    authenticate: authenticator.authenticate,
    /** Runs one call of the sign-in flow (`/api/v1/auth/…`). */
    auth: (
      request: Request,
      from: { readonly remote: string; readonly subject: Subject | null },
    ): Promise<AuthOutcome> => runAuthCall(room, engine, request, from),
    signedOutCookies: () => signedOutCookies(deps),
    /** Notes that a session of a password alone asked for more than to enrol. */
    noteWeakAsk: noteWeakAsks(room),

    me: (subject: Somebody) => me(room, subject),
    sessions: (subject: Somebody, person?: string) => listSessions(room, subject, person),
    endSession: (subject: Somebody, session: string) => endSession(room, subject, session),
    /** Whether a session is still live; for streams that outlast a request. */
    sessionAlive: authenticator.alive,
    /** Id of the device of a session (kept by the browser), null when gone; two people never share one. */
    sessionDevice: (session: string) => sessionDevice(room, session),

    startTotpEnrolment: (subject: Somebody, password: string) => startTotpEnrolment(room, subject, password),
    renewRecoveryCodes: (subject: Somebody, password: string) => renewRecoveryCodes(room, subject, password),
    changePassword: (subject: Somebody, current: string, next: string) =>
      changePassword(room, subject, current, next),
    passkeys: (subject: Somebody) => listPasskeys(room, subject),
    deletePasskey: (subject: Somebody, id: string) => deletePasskey(room, subject, id),

    people: (subject: Somebody, q: { cursor?: string | undefined; team?: string | undefined }) =>
      listPeople(room, subject, q),
    /** Everybody active, for choosing a colleague. */
    allColleagues: () => colleagues(room),
    /** Ids of the active people of these posts. */
    peopleOf: (posts: readonly Post[]) => peopleOf(room, posts),
    /** Colleagues by id; unknown ids are left out. */
    colleagues: (people: readonly string[]) => colleaguesById(room, people),
    personFacts: (person: string) => personFacts(room, person),
    /** What the gate must know of people to let one approve for another. */
    approvers: { ...approversOf(room), refs: (people: readonly string[]) => colleaguesById(room, people) },
    createPerson: (subject: Somebody, body: PersonCreate) => createPerson(room, subject, body),
    invitePerson: (subject: Somebody, person: string) => invitePerson(room, subject, person),
    changePerson: (subject: Somebody, person: string, body: Partial<PersonCreate>) =>
      changePerson(room, subject, person, body),
    personLeaves: (subject: Somebody, person: string) => personLeaves(room, subject, person),
    lockPerson: (subject: Somebody, person: string) => lockPerson(room, subject, person),
    unlockPerson: (subject: Somebody, person: string) => unlockPerson(room, subject, person),
    requestFactorReset: (subject: Somebody, person: string) => requestFactorReset(room, subject, person),
    changes: (subject: Somebody) => listChanges(room, subject),
    confirmChange: (subject: Somebody, change: string) => confirmChange(room, subject, change),
    refuseChange: (subject: Somebody, change: string) => refuseChange(room, subject, change),
    teams: () => listTeams(room),
    createTeam: (subject: Somebody, name: string) => createTeam(room, subject, name),
    createEmployer: (subject: Somebody, body: { readonly name: string; readonly outsourced: boolean }) =>
      createEmployer(room, subject, body),

    keys: (subject: Somebody) => listKeys(room, subject),
    createKey: (subject: Somebody, body: KeyCreate) => createKey(room, subject, body),
    changeKey: (subject: Somebody, key: string, body: Parameters<typeof changeKey>[3]) =>
      changeKey(room, subject, key, body),
    rotateKey: (subject: Somebody, key: string) => rotateKey(room, subject, key),
    claimKey: (subject: Somebody, key: string) => claimKey(room, subject, key),
    revokeKey: (subject: Somebody, key: string) => revokeKey(room, subject, key),
    /** Takes unused scopes from keys; once a day. */
    endUnusedScopes: () => endUnusedScopes(room),
    mintActFor: (subject: Somebody, body: { key: string; case: string; minutes?: number | undefined }) =>
      mintActFor(room, subject, body),

    startStepUp: (subject: Somebody, request: StepUpRequest, level: Level) =>
      startStepUp(room, subject, request, level),
    finishStepUp: (subject: Somebody, id: string, proof: StepUpFinish) =>
      finishStepUp(room, subject, id, proof),
    /** Whether a row that `identity_step_up` loaded is as this program wrote it and not known to be spent. */
    stepUpGenuine: (row: unknown): boolean => stepUpGenuine(room, row),

    openInvitation: (token: string) => openInvitation(room, token),
    acceptInvitation: (token: string, password: string) => acceptInvitation(room, token, password),
    firstRunOpen: () => firstRunOpen(room),
    /** Path and token of the first run's one-time link, null once anybody exists. */
    firstRunLink: () => firstRunLink(room),
    firstRun: (body: FirstRun) => firstRun(room, body),

    /** Writes an organisation for a demonstration or a test. */
    seed: (organisation: Seed) => seed(room, organisation),
    /** Removes what is over. */
    tidy: () => tidy(room),
    stop: authenticator.close,
  };
}

type ColleagueRef = PersonRef & {
  readonly team: string | null;
  readonly post: Post;
  readonly active: boolean;
};

async function colleaguesById(
  room: Room,
  people: readonly string[],
): Promise<ReadonlyMap<string, ColleagueRef>> {
  if (people.length === 0) return new Map();
  const { rows } = await sql<ColleagueRef>`
    select id, name, staff_number as "staffNumber", team, post, state = 'active' as active
    from identity_people where id = any(${[...new Set(people)]}::text[])`.execute(room.db.kysely);
  return new Map(rows.map((row) => [row.id, row]));
}

async function peopleOf(room: Room, posts: readonly Post[]): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from identity_people where state = 'active' and post = any(${[...posts]}::text[])
    limit 1000`.execute(room.db.kysely);
  return rows.map((row) => row.id);
}
