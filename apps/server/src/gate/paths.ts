import type { CedarRecord, Env, Value } from './values.ts';

type Read = (env: Env) => Value | undefined;
// the attributes are checked by the schema; a missing parent throws, which Cedar calls an error too
type Person = { readonly principal: { readonly attrs: CedarRecord } };
type Field = { readonly resource: { readonly attrs: CedarRecord } };
type OfCustomer = {
  readonly resource: { readonly attrs: { readonly customer: { readonly attrs: CedarRecord } } };
};
type OfCase = { readonly context: { readonly case: CedarRecord } };
type OfKey = { readonly context: { readonly key: CedarRecord } };

const person = (read: (env: Person) => Value | undefined): Read => read as unknown as Read;
const field = (read: (env: Field) => Value | undefined): Read => read as unknown as Read;
const customer = (read: (env: OfCustomer) => Value | undefined): Read => read as unknown as Read;
const ofCase = (read: (env: OfCase) => Value | undefined): Read => read as unknown as Read;
const ofKey = (read: (env: OfKey) => Value | undefined): Read => read as unknown as Read;

/**
 * Readers of the attributes that policies name, by path. Each is a function of its own, because the engine optimises
 * a property access by its place in the source: one shared reader with the name as a variable is five times slower.
 * A path that is not here is read the slow way; the differential test covers both.
 */
export const readers: ReadonlyMap<string, Read> = new Map<string, Read>([
  ['principal.post', person((env) => env.principal.attrs['post'])],
  ['principal.team', person((env) => env.principal.attrs['team'])],
  ['principal.strength', person((env) => env.principal.attrs['strength'])],
  ['principal.place', person((env) => env.principal.attrs['place'])],
  ['principal.authAge', person((env) => env.principal.attrs['authAge'])],
  ['principal.deviceTrusted', person((env) => env.principal.attrs['deviceTrusted'])],
  ['principal.onDuty', person((env) => env.principal.attrs['onDuty'])],
  ['principal.trainingValid', person((env) => env.principal.attrs['trainingValid'])],
  ['principal.agreementValid', person((env) => env.principal.attrs['agreementValid'])],
  ['principal.postCeiling', person((env) => env.principal.attrs['postCeiling'])],
  ['principal.newcomerCeiling', person((env) => env.principal.attrs['newcomerCeiling'])],
  ['principal.outsourcedCeiling', person((env) => env.principal.attrs['outsourcedCeiling'])],
  ['principal.homeCeiling', person((env) => env.principal.attrs['homeCeiling'])],
  ['principal.ownCustomer', person((env) => env.principal.attrs['ownCustomer'])],
  ['principal.relatives', person((env) => env.principal.attrs['relatives'])],
  ['resource.customer', field((env) => env.resource.attrs['customer'])],
  ['resource.type', field((env) => env.resource.attrs['type'])],
  ['resource.level', field((env) => env.resource.attrs['level'])],
  ['resource.rank', field((env) => env.resource.attrs['rank'])],
  ['resource.sensitive', field((env) => env.resource.attrs['sensitive'])],
  ['resource.secret', field((env) => env.resource.attrs['secret'])],
  ['resource.needed', field((env) => env.resource.attrs['needed'])],
  ['resource.mandated', field((env) => env.resource.attrs['mandated'])],
  ['resource.shown', field((env) => env.resource.attrs['shown'])],
  ['resource.steppedUp', field((env) => env.resource.attrs['steppedUp'])],
  ['resource.grantedBy', field((env) => env.resource.attrs['grantedBy'])],
  ['resource.customer.known', customer((env) => env.resource.attrs.customer.attrs['known'])],
  ['resource.customer.team', customer((env) => env.resource.attrs.customer.attrs['team'])],
  ['resource.customer.vip', customer((env) => env.resource.attrs.customer.attrs['vip'])],
  ['resource.customer.colleague', customer((env) => env.resource.attrs.customer.attrs['colleague'])],
  ['resource.customer.colleagueTeam', customer((env) => env.resource.attrs.customer.attrs['colleagueTeam'])],
  ['resource.customer.minor', customer((env) => env.resource.attrs.customer.attrs['minor'])],
  ['resource.customer.deceased', customer((env) => env.resource.attrs.customer.attrs['deceased'])],
  ['resource.customer.binned', customer((env) => env.resource.attrs.customer.attrs['binned'])],
  [
    'resource.customer.consentExpired',
    customer((env) => env.resource.attrs.customer.attrs['consentExpired']),
  ],
  ['context.purpose', (env) => env.context['purpose']],
  ['context.scenario', (env) => env.context['scenario']],
  ['context.reason', (env) => env.context['reason']],
  ['context.case', (env) => env.context['case']],
  ['context.key', (env) => env.context['key']],
  ['context.quotaAfter', (env) => env.context['quotaAfter']],
  ['context.quotaLimit', (env) => env.context['quotaLimit']],
  ['context.guessesLeft', (env) => env.context['guessesLeft']],
  ['context.guessCost', (env) => env.context['guessCost']],
  ['context.risk', (env) => env.context['risk']],
  ['context.case.id', ofCase((env) => env.context.case['id'])],
  ['context.case.customer', ofCase((env) => env.context.case['customer'])],
  ['context.case.agent', ofCase((env) => env.context.case['agent'])],
  ['context.case.team', ofCase((env) => env.context.case['team'])],
  ['context.case.state', ofCase((env) => env.context.case['state'])],
  ['context.case.origin', ofCase((env) => env.context.case['origin'])],
  ['context.case.purpose', ofCase((env) => env.context.case['purpose'])],
  ['context.case.boundBy', ofCase((env) => env.context.case['boundBy'])],
  ['context.case.verified', ofCase((env) => env.context.case['verified'])],
  ['context.case.contact', ofCase((env) => env.context.case['contact'])],
  ['context.case.contactLive', ofCase((env) => env.context.case['contactLive'])],
  ['context.case.contactInbound', ofCase((env) => env.context.case['contactInbound'])],
  ['context.case.contactAgent', ofCase((env) => env.context.case['contactAgent'])],
  ['context.case.capacity', ofCase((env) => env.context.case['capacity'])],
  ['context.case.mandateLive', ofCase((env) => env.context.case['mandateLive'])],
  ['context.key.scopes', ofKey((env) => env.context.key['scopes'])],
  ['context.key.teams', ofKey((env) => env.context.key['teams'])],
  ['context.key.case', ofKey((env) => env.context.key['case'])],
]);

/** `context.case.agent` of an expression that is nothing but a path, else null. */
export function pathOf(expr: unknown): string | null {
  const node = expr as { Var?: string; '.'?: { left: unknown; attr: string } };
  if (typeof node.Var === 'string') return node.Var;
  const dot = node['.'];
  if (dot === undefined) return null;
  const left = pathOf(dot.left);
  return left === null ? null : `${left}.${dot.attr}`;
}
