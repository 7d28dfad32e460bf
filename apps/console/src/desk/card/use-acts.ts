import type { AccessAnswer, AccessRequest, Approval, CaseDetail, Level, StepUpStart } from '@huke/sdk';
import { reasons } from '@huke/sdk';
import { useCallback, useEffect, useReducer, useRef, useState } from 'react';
import { api, problemOf, queries } from '../../api.ts';
import { quotaQuery } from '../../shell/quota-chip.tsx';
import { pick, useLanguage, useWords } from '../../words/index.ts';
import { afterProblem, begin, type Flow, firstReason, stepUpOver, type Wish } from './act-flow.ts';
import { approvalOf, useMyApprovals } from './my-approvals.ts';
import { keyOf, none, reveal } from './reveals.ts';

const defaultSeconds = 30;

/**
 * Everything that can be done with the values of one card. Clear values exist only in this component's state; they
 * are forgotten by time, by hiding, and when the case or contact changes, also those still on their way.
 */
export function useActs(theCase: CaseDetail) {
  const words = useWords();
  const language = useLanguage();
  const [shown, dispatch] = useReducer(reveal, none);
  const [flow, setFlow] = useState<Flow | null>(null);
  const [status, setStatus] = useState('');
  const generation = useRef(0);
  const confirmed = useRef(new Map<Level, Confirmed>());
  const approvals = useMyApprovals(theCase.id);

  const hideAll = useCallback(() => {
    generation.current += 1;
    dispatch({ kind: 'hide-all' });
  }, []);
  useEffect(() => hideAll, [hideAll, theCase.id, theCase.customer]);

  useEffect(() => {
    if (shown.size === 0) return undefined;
    const timer = setInterval(() => dispatch({ kind: 'tick', now: Date.now() }), 200);
    return () => clearInterval(timer);
  }, [shown]);

  const land = async (wish: Wish, answer: AccessAnswer): Promise<boolean> => {
    const label = pick(wish.field.label, language);
    const { quota, hideAfter } = answer.obligations;
    const before = queries.getQueryData<{ used: number }>(quotaQuery.queryKey);
    if (quota) queries.setQueryData(quotaQuery.queryKey, quota);
    const free = quota !== undefined && before !== undefined && quota.used === before.used;
    const cost = quota
      ? free
        ? words.card.free
        : words.card.cost(quota.limit - quota.used, quota.limit)
      : '';
    if (wish.action === 'use') {
      setStatus(
        { dial: words.card.dialled, text: words.card.texted, mail: words.card.mailed }[wish.use ?? 'dial'],
      );
      return true;
    }
    const value = answer.fields.find((each) => keyOf(each) === keyOf(wish.field)) ?? answer.fields[0];
    if (value?.show !== 'clear' || value.value === undefined) return false;
    if (wish.action === 'copy') {
      const written = await writeClipboard(value.value);
      setStatus(written ? words.card.copied(label) : words.card.clipboardFailed);
      return true;
    }
    const seconds = hideAfter ?? defaultSeconds;
    dispatch({ kind: 'show', key: keyOf(wish.field), value: value.value, seconds, now: Date.now() });
    setStatus(`${words.card.revealed(label, seconds)}${cost === '' ? '' : ` · ${cost}`}`);
    return true;
  };

  const attempt = async (next: Flow, fresh?: Confirmed): Promise<void> => {
    if (theCase.customer === null) return;
    const { wish, reason, note } = next;
    const { level } = wish.field;
    if (fresh?.covers === 'case-level') confirmed.current.set(level, fresh);
    const stepUp = (fresh ?? reusable(confirmed.current.get(level), wish))?.id;
    const began = generation.current;
    setFlow({ wish, reason, note, at: 'sending' });
    const request: AccessRequest = {
      action: wish.action,
      customer: theCase.customer,
      fields: [{ field: wish.field.field, item: wish.field.item }],
      purpose: theCase.purpose,
      case: theCase.id,
      scenario: theCase.scenario,
      reason,
      ...(note.trim() === '' ? {} : { note: note.trim() }),
      ...(stepUp === undefined ? {} : { stepUp }),
      ...(wish.use === undefined ? {} : { use: wish.use }),
    };
    try {
      const answer = await api.access(request);
      if (began !== generation.current) return setFlow(null);
      const landed = await land(wish, answer);
      setFlow(landed ? null : { wish, reason, note, at: 'refused', problem: maskedOnly(answer) });
    } catch (error) {
      const problem = problemOf(error);
      if (stepUp !== undefined && stepUpOver(problem)) confirmed.current.delete(level);
      if (began !== generation.current) return setFlow(null);
      const after = afterProblem({ wish, reason, note, at: 'sending' }, problem);
      const waiting = after.at === 'approval' ? approvalOf(approvals, wish.field) : undefined;
      setFlow(
        waiting?.state === 'pending' ? { wish, reason, note, at: 'waiting', approval: waiting } : after,
      );
    }
  };

  useEffect(() => {
    setFlow((now) => {
      if (now?.at !== 'waiting') return now;
      const fresh = approvals.find((each: Approval) => each.id === now.approval.id);
      return fresh && fresh.state !== now.approval.state ? { ...now, approval: fresh } : now;
    });
  }, [approvals]);

  return {
    shown,
    flow,
    status,
    approvals,
    setFlow,
    hideAll,
    hide: (wish: Wish['field']): void => dispatch({ kind: 'hide', key: keyOf(wish) }),
    attempt,
    start: (wish: Wish): void => {
      const next = begin(wish, firstReason(theCase.reasons, reasons));
      if (next.at === 'sending') void attempt(next);
      else setFlow(next);
    },
    say: setStatus,
  };
}

/** A finished step-up and what it covers. */
export type Confirmed = Pick<StepUpStart, 'covers'> & { readonly id: string; readonly expiresAt: string };

/** A step-up for the case and level goes on covering what needs one, until shortly before it expires. */
function reusable(kept: Confirmed | undefined, wish: Wish): Confirmed | undefined {
  const needs = wish.field.may.find((each) => each.action === wish.action)?.needs ?? [];
  const live = kept !== undefined && Date.parse(kept.expiresAt) - 5000 > Date.now();
  return live && needs.includes('step-up') ? kept : undefined;
}

/** An answer that kept the mask is a refusal that names its policies. */
function maskedOnly(answer: AccessAnswer) {
  return {
    type: 'about:blank',
    title: 'the value stays masked',
    status: 403,
    code: 'refused',
    policies: answer.fields.flatMap((field) => field.policies),
    needs: [],
    entry: answer.entry,
  };
}

async function writeClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
