import type { SqlFunction } from '#platform';

/**
 * SQL functions of the spine. What one ask needs is brought by a statement of the program (`loader.ts`), of which
 * other rooms' functions are parts; how decided accesses are settled stands in the program too (`commit.ts`).
 */
export const accessFunctions: readonly SqlFunction[] = [
  // What was typed in a case, ever, and by a person, since some time: how each field was, with its digest.
  `
create or replace function access_typed_by(p_case text, p_person text, p_since timestamptz) returns jsonb
language sql stable as $$
  select coalesce(jsonb_agg(jsonb_build_object('holder', t.holder, 'field', t.field, 'how', t.how,
    'digest', encode(t.digest, 'base64'))), '[]')
  from access_typed t where t.holder = p_case or (t.holder = p_person and t.at > p_since)
$$;`,
];
