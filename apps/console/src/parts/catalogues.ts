import type { CaseType, FieldKind, PolicyText } from '@huke/sdk';
import { useQuery } from '@tanstack/react-query';
import { api } from '../api.ts';
import { pick, useLanguage, useWords } from '../words/index.ts';

const long = { staleTime: 600_000, gcTime: 3_600_000 };

/** Kinds of fields; names of fields in lists come from here. */
export function useFieldKinds() {
  return useQuery({ queryKey: ['fields'], queryFn: api.fields, ...long });
}

/** Names a field in the reader's language; a code that nobody knows stands for itself. */
export function useFieldName(): (field: string) => string {
  const language = useLanguage();
  const kinds = useFieldKinds().data?.fields ?? [];
  const names = new Map(kinds.map((kind: FieldKind) => [kind.field, pick(kind.label, language)]));
  return (field) => names.get(field.split('#')[0] ?? field) ?? field.split('#')[0] ?? field;
}

/** Kinds of cases with the purpose, scenario and reasons they bring. */
export function useCaseTypes(): readonly CaseType[] {
  return useQuery({ queryKey: ['case-types'], queryFn: api.caseTypes, ...long }).data?.types ?? [];
}

/** Names a kind of case in the reader's language. */
export function useCaseTypeName(): (type: string) => string {
  const language = useLanguage();
  const words = useWords();
  const types = new Map(useCaseTypes().map((each) => [each.type, pick(each.label, language)]));
  return (type) =>
    types.get(type) ?? (words.codes.purposes as Readonly<Record<string, string>>)[type] ?? type;
}

/** Titles and reasons of the policies by id. */
export function usePolicies(): ReadonlyMap<string, PolicyText> {
  const texts = useQuery({ queryKey: ['policy-texts'], queryFn: api.policyTexts, ...long }).data?.policies;
  return new Map(texts?.map((policy) => [policy.id, policy]));
}

/** Names a policy by its title in the reader's language. */
export function usePolicyTitle(): (id: string) => string {
  const language = useLanguage();
  const policies = usePolicies();
  return (id) => {
    const card = policies.get(id);
    return card ? pick(card.title, language) : id;
  };
}

/** Names a colleague by id; ids of people who left keep only their tail. */
export function useColleagueName(): (id: string) => string {
  const { data } = useQuery({ queryKey: ['colleagues'], queryFn: api.colleagues, ...long, retry: false });
  const names = new Map(data?.people.map((each) => [each.id, `${each.name} ${each.staffNumber}`]));
  return (id) => names.get(id) ?? `…${id.slice(-6)}`;
}
