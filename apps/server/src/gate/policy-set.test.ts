import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadPolicies, policySet } from './policy-set.ts';
import { compileProgram } from './program.ts';
import { schemaText } from './schema.ts';

const dir = join(import.meta.dirname, '../../../../policies');
const notes = (id: string, more = ''): string =>
  `@id("${id}") @title_zh("题") @title_en("t") @why_zh("因") @why_en("w") ${more}\n`;
const one = (text: string) => policySet([{ name: 'x.cedar', text }]);
const code = (expected: string) => expect.objectContaining({ code: expected });

describe('the policies of this repository', () => {
  it('stand beside a schema that is written from the data tables', () => {
    expect(readFileSync(join(dir, 'schema.cedarschema'), 'utf8')).toBe(schemaText());
  });

  it('all compile, and their digest follows every byte', () => {
    const set = loadPolicies(dir);
    compileProgram(set);
    expect(set.digest).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(loadPolicies(dir).digest).toBe(set.digest);
    const text = `${notes('a')}permit(principal, action, resource);`;
    expect(one(text).digest).not.toBe(one(`${text} `).digest);
  });
});

describe('policySet', () => {
  it('reads annotations', () => {
    const { policies } = one(
      `${notes('a', '@needs("step-up approval:supervisor,senior-agent")')}forbid(principal, action, resource);`,
    );
    expect(policies[0]?.needs).toEqual([
      { kind: 'step-up' },
      { kind: 'approval', by: ['supervisor', 'senior-agent'] },
    ]);
  });

  it.each([
    ['no id', 'permit(principal, action, resource);', 'policy-syntax'],
    ['no title', '@id("a") permit(principal, action, resource);', 'policy-syntax'],
    ['two of one id', `${notes('a')}permit(principal, action, resource);`.repeat(2), 'policy-syntax'],
    [
      'an unknown need',
      `${notes('a', '@needs("luck")')}forbid(principal, action, resource);`,
      'policy-syntax',
    ],
    [
      'an approval by nobody',
      `${notes('a', '@needs("approval")')}forbid(principal, action, resource);`,
      'policy-syntax',
    ],
    [
      'an approval by an unknown post',
      `${notes('a', '@needs("approval:king")')}forbid(principal, action, resource);`,
      'policy-syntax',
    ],
    [
      'needs on a permit',
      `${notes('a', '@needs("case")')}permit(principal, action, resource);`,
      'policy-syntax',
    ],
    [
      'a misspelt purpose',
      `${notes('a')}permit(principal, action, resource) when { context.purpose == Purpose::"card-freez" };`,
      'policy-invalid',
    ],
    [
      'a misspelt post',
      `${notes('a')}permit(principal is Person, action, resource) when { principal.post == Post::"boss" };`,
      'policy-invalid',
    ],
    [
      'a misspelt attribute',
      `${notes('a')}permit(principal is Person, action, resource) when { principal.onDutty };`,
      'policy-invalid',
    ],
    [
      'an optional attribute unguarded',
      `${notes('a')}permit(principal, action, resource) when { context.case.verified };`,
      'policy-invalid',
    ],
    [
      'a misspelt action',
      `${notes('a')}permit(principal, action == Action::"reveel", resource);`,
      'policy-invalid',
    ],
    ['a syntax error', `${notes('a')}permit(principal, action, resource) when {`, 'policy-syntax'],
  ])('refuses %s', (_, text, expected) => {
    expect(() => one(text)).toThrow(code(expected));
  });

  it.each([
    ['principal == Person::"a", action, resource'],
    ['principal in Person::"a", action, resource'],
    ['principal, action, resource in Field::"a"'],
  ])('refuses to compile the scope %s', (scope) => {
    expect(() => compileProgram(one(`${notes('a')}permit(${scope});`))).toThrow(code('policy-operator'));
  });
});
