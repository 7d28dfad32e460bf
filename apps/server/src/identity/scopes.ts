import { type Scope, scopes } from '@huke/sdk';

/** What is known of a scope. */
export type ScopeRow = {
  /** Who gives it: one officer alone, or two. */
  readonly officers: 1 | 2;
  /** A key has scopes of one family only; `any` goes with each. */
  readonly family: 'customers' | 'ledger' | 'any';
  /** Days without use after which a key loses it; null: stays. */
  readonly unusedDays: number | null;
  /** Entries that show its use, as `kind action`; null: it leaves none, and any use of the key keeps it. */
  readonly usedBy: readonly string[] | null;
};

/** The one table of what keys may be given. */
export const scopeTable: Readonly<Record<Scope, ScopeRow>> = {
  'contacts:write': {
    officers: 2,
    family: 'customers',
    unusedDays: 30,
    usedBy: ['desk contact-opened', 'desk contact-ended', 'access use', 'access redeem', 'access notify'],
  },
  'cases:read': { officers: 2, family: 'customers', unusedDays: 30, usedBy: null },
  'customers:write': {
    officers: 2,
    family: 'customers',
    unusedDays: 30,
    usedBy: ['access create', 'access import', 'access correct'],
  },
  'customers:read': { officers: 2, family: 'customers', unusedDays: 30, usedBy: ['access view'] },
  'customers:search': { officers: 2, family: 'customers', unusedDays: 30, usedBy: ['access search'] },
  'accesses:write': {
    officers: 2,
    family: 'customers',
    unusedDays: 30,
    usedBy: ['access reveal', 'access copy', 'access use', 'access verify', 'access note'],
  },
  'text:read': { officers: 1, family: 'any', unusedDays: null, usedBy: null },
  'ledger:read': { officers: 2, family: 'ledger', unusedDays: 30, usedBy: ['system ledger-read'] },
};

/** Whether any of the scopes takes a second officer. */
export function takesTwo(given: readonly Scope[]): boolean {
  return given.some((scope) => scopeTable[scope].officers === 2);
}

/** Whether the scopes may be on one key: who reads the ledger touches no customer. */
export function goTogether(given: readonly Scope[]): boolean {
  const families = new Set(given.map((scope) => scopeTable[scope].family).filter((each) => each !== 'any'));
  return families.size <= 1;
}

/** Whether a key with these scopes must name teams: whatever leads to customers. */
export function needsTeams(given: readonly Scope[]): boolean {
  return given.some((scope) => scopeTable[scope].family === 'customers');
}

/** Scopes in the order of the table, each once. */
export function inOrder(given: readonly Scope[]): readonly Scope[] {
  return scopes.filter((scope) => given.includes(scope));
}
