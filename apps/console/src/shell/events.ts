import { isTopic, type Topic } from '@huke/sdk';
import { useEffect, useSyncExternalStore } from 'react';
import { api, queries } from '../api.ts';
import { parseEvents } from './event-stream.ts';

/** Which cached lists an event makes stale; `gap` means that events may be missing. */
const staleBy: Readonly<Record<Topic | 'gap', readonly string[]>> = {
  alarm: ['alarms'],
  approval: ['approvals', 'cases', 'case', 'grants'],
  case: ['cases', 'case'],
  change: ['changes', 'people', 'service-keys'],
  'contact-change': ['contact-changes'],
  'contact-ended': ['cases', 'case'],
  'contact-refused': ['cases'],
  detector: ['rules'],
  'field-kinds': ['fields', 'masks'],
  grant: ['grants', 'approvals'],
  import: ['imports'],
  ledger: ['ledger-state', 'ledger'],
  gap: [
    'alarms',
    'cases',
    'case',
    'approvals',
    'changes',
    'contact-changes',
    'grants',
    'quota',
    'ledger-state',
    'imports',
  ],
};

export type Event = { readonly topic: Topic | 'gap'; readonly id?: string; readonly code?: string };
type Listener = (event: Event) => void;

const listeners = new Set<Listener>();
const watchers = new Set<() => void>();
let live = true;

function setLive(next: boolean): void {
  if (live === next) return;
  live = next;
  for (const watcher of watchers) watcher();
}

/** Whether the live connection is up. */
export function useLive(): boolean {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => live,
  );
}

/** Calls `listener` for each live event while the component is there. */
export function useEvents(listener: Listener): void {
  useEffect(() => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, [listener]);
}

function hear(event: Event): void {
  for (const key of staleBy[event.topic]) void queries.invalidateQueries({ queryKey: [key] });
  for (const listener of listeners) listener(event);
}

/** Keeps the live connection of a session; returns how to end it. */
export function listen(): () => void {
  const stop = new AbortController();
  void keepListening(stop.signal);
  return () => stop.abort();
}

async function keepListening(signal: AbortSignal): Promise<void> {
  let failures = 0;
  let before = false;
  while (!signal.aborted) {
    try {
      const response = await fetch('/api/v1/events', {
        headers: { accept: 'text/event-stream' },
        credentials: 'same-origin',
        cache: 'no-store',
        signal,
      });
      if (response.status === 401) {
        await api.session().catch(() => undefined);
        return;
      }
      if (!response.ok || !response.body) throw new TypeError('no stream');
      setLive(true);
      if (before) hear({ topic: 'gap' });
      before = true;
      failures = 0;
      for await (const { topic, ...event } of parseEvents(response.body))
        if (topic === 'gap' || isTopic(topic)) hear({ topic, ...event });
    } catch {
      failures += 1;
    }
    if (signal.aborted) return;
    if (failures > 0) setLive(false);
    await new Promise((resolve) => setTimeout(resolve, Math.min(15_000, 500 * 2 ** failures)));
  }
}
