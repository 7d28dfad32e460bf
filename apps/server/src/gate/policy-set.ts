import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type PolicyJson,
  policySetTextToParts,
  policyToJson,
  validate,
} from '@cedar-policy/cedar-wasm/nodejs';
import { needKinds, type Need, type Post, posts } from '@huke/sdk';
import { GateError } from './error.ts';
import { schemaText } from './schema.ts';

/** One policy as written: its Cedar text, its parsed form and what its annotations say. */
export type Policy = {
  readonly id: string;
  readonly effect: 'permit' | 'forbid';
  readonly title: { readonly zh: string; readonly en: string };
  readonly why: { readonly zh: string; readonly en: string };
  /** What is missing when this forbid decides; null = nothing that could be fetched would help. */
  readonly needs: readonly Need[] | null;
  /** 1 = lies with the asker, 2 = says that the customer is not theirs; hides what else decided (`decide.ts`). */
  readonly veil: 1 | 2 | null;
  readonly text: string;
  readonly file: string;
  readonly json: PolicyJson;
};

/** The organisation's policies: checked against the schema, in the order of their files, with a digest of it all. */
export type PolicySet = {
  readonly policies: readonly Policy[];
  readonly schema: string;
  /** SHA-256 over schema and files, base64url; goes into every entry of the ledger. */
  readonly digest: string;
};

type File = { readonly name: string; readonly text: string };

/**
 * Reads `*.cedar` of a folder. Throws `schema-stale` when `schema.cedarschema` there is not what the data tables give,
 * and what `policySet` throws.
 */
export function loadPolicies(dir: string): PolicySet {
  const read = (name: string): File => ({ name, text: readFileSync(join(dir, name), 'utf8') });
  if (read('schema.cedarschema').text !== schemaText()) {
    throw new GateError(
      'schema-stale',
      'policies/schema.cedarschema is not what the data tables give: write it anew from schemaText()',
    );
  }
  const names = readdirSync(dir).filter((name) => name.endsWith('.cedar'));
  return policySet(names.sort().map(read));
}

/** Parses and validates. Throws `policy-syntax` or `policy-invalid`, naming file and policy. */
export function policySet(files: readonly File[]): PolicySet {
  const policies = files.flatMap(parseFile);
  const ids = policies.map((policy) => policy.id);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined)
    throw new GateError('policy-syntax', `two policies have the id ${twice}: rename one`);
  const schema = schemaText();
  refuseInvalid(policies, schema);
  return { policies, schema, digest: digestOf([{ name: 'schema.cedarschema', text: schema }, ...files]) };
}

function digestOf(files: readonly File[]): string {
  const hash = createHash('sha256');
  for (const { name, text } of files) hash.update(`${name}\0${Buffer.byteLength(text)}\0${text}`);
  return hash.digest('base64url');
}

function refuseInvalid(policies: readonly Policy[], schema: string): void {
  const staticPolicies = Object.fromEntries(policies.map((policy) => [policy.id, policy.text]));
  const answer = validate({ schema, policies: { staticPolicies } });
  const found =
    answer.type === 'failure'
      ? answer.errors.map((error) => error.message)
      : [...answer.validationErrors, ...answer.validationWarnings].map(
          ({ policyId, error }) => `${policyId}: ${error.message}`,
        );
  if (found.length > 0) {
    throw new GateError('policy-invalid', `policies do not fit the schema: ${found.join('; ')}`);
  }
}

function parseFile(file: File): readonly Policy[] {
  const parts = policySetTextToParts(file.text);
  if (parts.type === 'failure') {
    throw new GateError(
      'policy-syntax',
      `${file.name}: ${parts.errors.map((error) => error.message).join('; ')}`,
    );
  }
  if (parts.policy_templates.length > 0) {
    throw new GateError('policy-syntax', `${file.name} holds a template: write it as policies`);
  }
  const policies = parts.policies.map((text) => parsePolicy(text, file.name));
  const at = (policy: Policy): number => file.text.indexOf(policy.text);
  return policies.sort((a, b) => at(a) - at(b));
}

function parsePolicy(text: string, file: string): Policy {
  const parsed = policyToJson(text);
  if (parsed.type === 'failure') throw new GateError('policy-syntax', `${file}: a policy does not parse`);
  const json = parsed.json;
  const notes = json.annotations ?? {};
  const id = notes['id'] ?? '';
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id)) {
    throw new GateError('policy-syntax', `${file}: give each policy an @id of lower-case words joined by -`);
  }
  const note = (name: string): string => {
    const value = notes[name];
    if (!value) throw new GateError('policy-syntax', `${file}: policy ${id} lacks @${name}`);
    return value;
  };
  return {
    id,
    effect: json.effect,
    title: { zh: note('title_zh'), en: note('title_en') },
    why: { zh: note('why_zh'), en: note('why_en') },
    needs:
      notes['needs'] === undefined ? null : parseNeeds(notes['needs'], json.effect, `${file}: policy ${id}`),
    veil: parseVeil(notes['veil'], `${file}: policy ${id}`),
    text,
    file,
    json,
  };
}

function parseVeil(text: string | null | undefined, where: string): 1 | 2 | null {
  if (text === undefined || text === null) return null;
  if (text !== '1' && text !== '2') throw new GateError('policy-syntax', `${where}: @veil is "1" or "2"`);
  return text === '1' ? 1 : 2;
}

/** `step-up approval:supervisor,senior-agent`: needs apart by spaces, posts behind a colon. */
function parseNeeds(text: string, effect: string, where: string): readonly Need[] {
  const wrong = (): GateError =>
    new GateError('policy-syntax', `${where}: @needs("${text}") is not understood; see docs/policies.md`);
  if (effect !== 'forbid') throw wrong();
  return text.split(' ').map((each): Need => {
    const [kind = '', by, ...more] = each.split(':');
    const known = needKinds.find((name) => name === kind);
    if (known === undefined || more.length > 0 || (known === 'approval') !== (by !== undefined))
      throw wrong();
    if (by === undefined) return { kind: known };
    const approvers = by.split(',').map((post) => posts.find((name) => name === post));
    if (approvers.includes(undefined)) throw wrong();
    return { kind: known, by: approvers as Post[] };
  });
}
