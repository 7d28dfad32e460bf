import { hasRight, type Right } from '@huke/sdk';
import type { Subject } from './ask.ts';

/** A person in a session. */
export type Somebody = Subject & { readonly person: string; readonly session: string };

/** A person signed in with two factors whose post has the right; nobody else has it, keys and act-for tokens never do. */
export function may(subject: Subject, right: Right): subject is Somebody {
  return (
    subject.kind === 'person' &&
    subject.person !== null &&
    subject.session !== null &&
    subject.strength !== 'password' &&
    hasRight(subject.post, right)
  );
}
