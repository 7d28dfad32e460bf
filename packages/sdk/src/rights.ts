import type { Post } from './vocabulary.ts';

/**
 * What each right is called and which posts have it: one row a right, read by the server's rooms and, through `Me.rights`,
 * by the console. A post's name is compared nowhere else (`scripts/check/rights.mjs`): ask `hasRight`.
 *
 * Rights are not access: whether a customer's value is shown, the gate's policies decide each time. Rows that say what
 * a policy says too (who is offered a search at all) are compared with `policies/` by gate/rights.test.ts.
 */
export const rights = {
  // people, sign-in, keys: the administrators, apart from each other
  'people:read': ['system-admin', 'security-admin', 'audit-admin'],
  'people:write': ['system-admin'],
  'teams:write': ['system-admin'],
  'people:unlock': ['security-admin'],
  'factors:reset': ['security-admin'],
  'sessions:read': ['security-admin', 'audit-admin'],
  'sessions:end': ['security-admin'],
  'keys:read': ['security-admin', 'audit-admin'],
  'keys:write': ['security-admin'],
  'changes:read': ['system-admin', 'security-admin', 'audit-admin'],
  /** Confirm what another officer asked for. */
  'changes:decide': ['system-admin', 'security-admin'],

  // oversight: ids and codes, never a customer value
  /** Close alarms, and be told of them. */
  'alarms:close': ['security-officer', 'compliance-officer'],
  'alarms:read': ['security-officer', 'compliance-officer', 'auditor', 'security-admin', 'audit-admin'],
  'ledger:read': ['security-officer', 'compliance-officer', 'auditor', 'audit-admin'],
  'policies:read': ['security-officer', 'compliance-officer', 'auditor', 'audit-admin'],
  /** The organisation's own rules of detection. */
  'rules:read': ['security-officer', 'compliance-officer', 'auditor', 'security-admin', 'audit-admin'],
  'rules:change': ['security-officer', 'compliance-officer'],
  /** Work with the kinds of fields; what they are called everybody who signs in may know. */
  'fields:list': [
    'supervisor',
    'security-officer',
    'compliance-officer',
    'auditor',
    'system-admin',
    'security-admin',
  ],
  'fields:add': ['system-admin'],

  // the desk
  /** Hold cases of one's own. */
  'cases:hold': ['agent', 'senior-agent'],
  'cases:read': ['agent', 'senior-agent', 'supervisor', 'quality-checker'],
  /** See the cases of the whole team, not only one's own. */
  'cases:team': ['senior-agent', 'supervisor', 'quality-checker'],
  /** Open, move, bind and write on cases of others in the team. */
  'cases:lead': ['supervisor'],
  /** See cases to judge how they were handled. */
  'cases:check': ['quality-checker'],

  // customers: as the policies have them
  'customers:search': ['agent', 'senior-agent', 'supervisor'],
  'customers:verify': ['agent', 'senior-agent', 'supervisor'],
  /** Serve one's team's prominent customers and colleagues, and know that they are. */
  'customers:named': ['senior-agent', 'supervisor'],
  /** See who looked at a customer. */
  'customers:trail': ['supervisor', 'security-officer', 'compliance-officer', 'auditor'],
  /** Bring old values back, undo changes on the card, bin customers. */
  'customers:keep': ['supervisor'],
  'customers:import': ['supervisor'],
  /** Decide about imports that need an allowance; they never import themselves. */
  'imports:allow': ['security-officer', 'compliance-officer'],
  'bin:read': ['supervisor', 'compliance-officer'],
  /** The bin of every team, not only one's own. */
  'bin:all': ['compliance-officer'],
  /** See and undo changes of contact data. */
  'contact-changes:read': ['supervisor', 'security-officer', 'compliance-officer'],
  'contact-changes:all': ['security-officer', 'compliance-officer'],
  /** Confirm a risky one. */
  'contact-changes:confirm': ['supervisor', 'compliance-officer'],

  // approvals of accesses
  'approvals:read': ['agent', 'senior-agent', 'supervisor', 'security-officer', 'compliance-officer'],
  /** Approve accesses; who newly has this right waits before the first one. */
  'approvals:decide': ['supervisor', 'security-officer', 'compliance-officer'],
} as const satisfies Readonly<Record<string, readonly Post[]>>;

export type Right = keyof typeof rights;

/** The name of every right. */
export const rightNames = Object.keys(rights) as [Right, ...Right[]];

/** The posts that have a right. */
export function postsWith(right: Right): readonly Post[] {
  return rights[right];
}

/** Whether a post has a right; a key by itself has none. */
export function hasRight(post: Post | 'service-key', right: Right): boolean {
  return (rights[right] as readonly string[]).includes(post);
}

/** All rights of a post, as `Me.rights` has them. */
export function rightsOf(post: Post): readonly Right[] {
  return rightNames.filter((right) => hasRight(post, right));
}

/** Posts that give nothing which the others lack, lowest first: changing to one of these, downwards, takes rights away. */
export const ladder: readonly [Post, ...Post[]] = ['agent', 'senior-agent'];
