import type { CaseDetail, CaseVerification } from '@huke/sdk';
import { useQuery } from '@tanstack/react-query';
import { api, queries } from '../../api.ts';
import { useMe } from '../../shell/session.ts';

const keyOf = (theCase: CaseDetail) => ['verification', theCase.customer, theCase.id] as const;

/** What verifies the caller on this case and which changes are under way; null until it is known. */
export function useVerification(theCase: CaseDetail): CaseVerification | null {
  const { rights } = useMe();
  const { customer } = theCase;
  const query = useQuery({
    queryKey: keyOf(theCase),
    queryFn: () =>
      api.verification(customer ?? '', {
        case: theCase.id,
        purpose: theCase.purpose,
        scenario: theCase.scenario,
      }),
    enabled: customer !== null && rights.includes('customers:verify'),
    staleTime: 30_000,
    retry: false,
  });
  return query.data ?? null;
}

/** Reads it again, after a verification, a correction or an undoing. */
export function refreshVerification(theCase: CaseDetail): Promise<void> {
  return queries.invalidateQueries({ queryKey: keyOf(theCase) });
}
