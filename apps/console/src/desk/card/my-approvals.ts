import type { Approval } from '@huke/sdk';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { api } from '../../api.ts';
import { tell } from '../../parts/toast.tsx';
import { useWords } from '../../words/index.ts';

const nothing: readonly Approval[] = [];

/** The reader's own requests on a case, kept live; says aloud when one was decided. */
export function useMyApprovals(caseId: string): readonly Approval[] {
  const words = useWords();
  const { data } = useQuery({
    queryKey: ['approvals', 'mine', caseId],
    queryFn: async () => (await api.approvals({ mine: true })).rows.filter((each) => each.case === caseId),
    refetchInterval: (query) => (query.state.data?.some((each) => each.state === 'pending') ? 15_000 : false),
  });
  const before = useRef(new Map<string, Approval['state']>());
  useEffect(() => {
    for (const each of data ?? []) {
      if (before.current.get(each.id) === 'pending' && each.state !== 'pending')
        tell(words.codes.approvalStates[each.state], each.state === 'refused');
      before.current.set(each.id, each.state);
    }
  }, [data, words]);
  return data ?? nothing;
}

/** The request that still matters for a value: pending, or approved and its minutes not over. */
export function approvalOf(
  approvals: readonly Approval[],
  value: { readonly field: string; readonly item: string },
  now: number = Date.now(),
): Approval | undefined {
  return approvals.find(
    (each) =>
      each.fields.some(
        (field) => field.field === value.field && (field.item === undefined || field.item === value.item),
      ) && matters(each, now),
  );
}

function matters(approval: Approval, now: number): boolean {
  if (approval.state === 'pending') return true;
  if (approval.state !== 'approved' || approval.decidedAt === undefined) return false;
  return now < Date.parse(approval.decidedAt) + approval.minutes * 60_000;
}
