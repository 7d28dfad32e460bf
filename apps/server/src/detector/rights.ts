import type { Post } from '@huke/sdk';
import type { Subject } from '#gate';

/**
 * Who reads and who changes the organisation's rules. Officers decide what counts as personal information here;
 * administrators and auditors read it. Everybody's texts are searched by the rules, whatever their post.
 */
const rights = {
  read: ['security-officer', 'compliance-officer', 'auditor', 'security-admin', 'audit-admin'],
  change: ['security-officer', 'compliance-officer'],
} as const satisfies Readonly<Record<string, readonly Post[]>>;

/** A person in a session. */
export type Officer = Subject & { readonly person: string; readonly session: string };

/** A person signed in with two factors whose post has the right; keys and act-for tokens never have it. */
export function may(subject: Subject, right: keyof typeof rights): subject is Officer {
  return (
    subject.kind === 'person' &&
    subject.person !== null &&
    subject.session !== null &&
    subject.strength !== 'password' &&
    (rights[right] as readonly string[]).includes(subject.post)
  );
}
