import { type CedarRecord, Entity, type Env, type Value } from './values.ts';

/**
 * The attributes that policies name, by path; a path's place in this list is its slot. A path that is not here is read
 * the slow way (`compile.ts`), so the list costs nothing but speed when it falls behind.
 */
export const slotPaths = [
  'principal',
  'resource',
  'principal.post',
  'principal.team',
  'principal.strength',
  'principal.place',
  'principal.authAge',
  'principal.deviceTrusted',
  'principal.onDuty',
  'principal.trainingValid',
  'principal.agreementValid',
  'principal.postCeiling',
  'principal.newcomerCeiling',
  'principal.outsourcedCeiling',
  'principal.homeCeiling',
  'principal.ownCustomer',
  'principal.relatives',
  'resource.customer',
  'resource.customer.known',
  'resource.customer.team',
  'resource.customer.vip',
  'resource.customer.colleague',
  'resource.customer.colleagueTeam',
  'resource.customer.minor',
  'resource.customer.deceased',
  'resource.customer.binned',
  'resource.customer.consentExpired',
  'resource.type',
  'resource.level',
  'resource.rank',
  'resource.sensitive',
  'resource.secret',
  'resource.needed',
  'resource.mandated',
  'resource.shown',
  'resource.proven',
  'resource.steppedUp',
  'resource.grantedBy',
  'context.purpose',
  'context.scenario',
  'context.reason',
  'context.quotaAfter',
  'context.quotaLimit',
  'context.guessesLeft',
  'context.guessCost',
  'context.risk',
  'context.case',
  'context.case.id',
  'context.case.customer',
  'context.case.agent',
  'context.case.team',
  'context.case.state',
  'context.case.origin',
  'context.case.purpose',
  'context.case.boundBy',
  'context.case.verified',
  'context.case.contact',
  'context.case.contactLive',
  'context.case.contactInbound',
  'context.case.contactAgent',
  'context.case.capacity',
  'context.case.mandateLive',
  'context.key',
  'context.key.scopes',
  'context.key.teams',
  'context.key.case',
] as const;

export type Slots = readonly (Value | undefined)[];

const none: CedarRecord = {};
const attrsOf = (value: Value | undefined): CedarRecord =>
  value instanceof Entity ? (value.attrs ?? none) : none;
const recordOf = (value: Value | undefined): CedarRecord => (value as CedarRecord | undefined) ?? none;

/** The values of `slotPaths` in one request, in the same order; undefined = absent. */
export function slotsOf(env: Env): Slots {
  const { principal, resource, context } = env;
  const person = attrsOf(principal);
  const field = attrsOf(resource);
  const customer = attrsOf(field['customer']);
  const kase = recordOf(context['case']);
  const key = recordOf(context['key']);
  return [
    principal,
    resource,
    person['post'],
    person['team'],
    person['strength'],
    person['place'],
    person['authAge'],
    person['deviceTrusted'],
    person['onDuty'],
    person['trainingValid'],
    person['agreementValid'],
    person['postCeiling'],
    person['newcomerCeiling'],
    person['outsourcedCeiling'],
    person['homeCeiling'],
    person['ownCustomer'],
    person['relatives'],
    field['customer'],
    customer['known'],
    customer['team'],
    customer['vip'],
    customer['colleague'],
    customer['colleagueTeam'],
    customer['minor'],
    customer['deceased'],
    customer['binned'],
    customer['consentExpired'],
    field['type'],
    field['level'],
    field['rank'],
    field['sensitive'],
    field['secret'],
    field['needed'],
    field['mandated'],
    field['shown'],
    field['proven'],
    field['steppedUp'],
    field['grantedBy'],
    context['purpose'],
    context['scenario'],
    context['reason'],
    context['quotaAfter'],
    context['quotaLimit'],
    context['guessesLeft'],
    context['guessCost'],
    context['risk'],
    context['case'],
    kase['id'],
    kase['customer'],
    kase['agent'],
    kase['team'],
    kase['state'],
    kase['origin'],
    kase['purpose'],
    kase['boundBy'],
    kase['verified'],
    kase['contact'],
    kase['contactLive'],
    kase['contactInbound'],
    kase['contactAgent'],
    kase['capacity'],
    kase['mandateLive'],
    context['key'],
    key['scopes'],
    key['teams'],
    key['case'],
  ];
}

const slots: ReadonlyMap<string, number> = new Map(slotPaths.map((path, i) => [path, i]));

/** The slot of an expression that is nothing but a known path, else null. */
export function slotOf(expr: unknown): number | null {
  const path = pathOf(expr);
  return path === null ? null : (slots.get(path) ?? null);
}

/** The slot of a path's parent, which must be there before the path is asked for; null where it always is. */
export function parentSlot(slot: number): number | null {
  const path = slotPaths[slot] ?? '';
  const parent = path.slice(0, path.lastIndexOf('.'));
  return parent.includes('.') ? (slots.get(parent) ?? null) : null;
}

function pathOf(expr: unknown): string | null {
  const node = expr as { Var?: string; '.'?: { left: unknown; attr: string } };
  if (typeof node.Var === 'string') return node.Var;
  const dot = node['.'];
  if (dot === undefined) return null;
  const left = pathOf(dot.left);
  return left === null ? null : `${left}.${dot.attr}`;
}
