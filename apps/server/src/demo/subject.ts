import type { Post } from '@huke/sdk';
import type { Subject } from '#gate';
import { demoPeople, type DemoPerson, demoTeams } from './people.ts';
import { demoId } from './random.ts';

/** A person of the demo as the gate sees them, outside any session: for loading the past. */
export function subjectOf(person: DemoPerson): Subject {
  return {
    kind: 'person',
    person: person.id,
    staffNumber: person.staffNumber,
    post: person.post,
    team: person.team,
    employer: person.employer,
    outsourced: person.employer === demoId('emp', 3),
    tenureDays: person.tenure,
    session: null,
    strength: 'two-factor',
    authAge: 60,
    deviceTrusted: true,
    place: 'office',
    onDuty: true,
    trainingValid: true,
    agreementValid: true,
    ownCustomer: null,
    relatives: [],
    key: null,
    maker: null,
    version: 1,
  };
}

/** The first person of a post. */
export function demoSubject(post: Post): Subject {
  const person = demoPeople.find((each) => each.post === post);
  if (!person) throw new Error('the demo has nobody of this post');
  return subjectOf(person);
}

/** The call platform's key as the gate sees it. */
export const platformSubject: Subject = {
  kind: 'key',
  person: null,
  staffNumber: null,
  post: 'service-key',
  team: null,
  employer: null,
  outsourced: false,
  tenureDays: 0,
  session: null,
  strength: 'key',
  authAge: 0,
  deviceTrusted: true,
  place: 'office',
  onDuty: true,
  trainingValid: true,
  agreementValid: true,
  ownCustomer: null,
  relatives: [],
  key: {
    id: demoId('key', 1),
    scopes: ['contacts:write', 'customers:search'],
    teams: demoTeams.map((team) => team.id),
    actForCase: null,
    job: null,
  },
  maker: null,
  version: 1,
};
