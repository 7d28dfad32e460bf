import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Log } from './log.ts';
import { setSession } from './session.ts';

/** Listens to channels on one connection of its own, which it replaces when it breaks. */
export type Listener = {
  /**
   * Calls `handler` with each payload, in order, until the returned function is called. Notifications sent while the
   * connection was broken are lost; `onGap` is called once listening works again, so that the caller reads afresh.
   */
  readonly listen: (
    channel: string,
    handler: (payload: string) => void,
    onGap?: () => void,
  ) => Promise<() => Promise<void>>;
  readonly close: () => Promise<void>;
};

type Subscription = {
  readonly channel: string;
  readonly handler: (payload: string) => void;
  readonly onGap?: () => void;
};

const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 2000;

/** Makes a listener; it connects when the first channel is listened to. */
export function createListener(options: { readonly config: pg.ClientConfig; readonly log: Log }): Listener {
  const subscriptions = new Set<Subscription>();
  let connection: Promise<pg.Client> | null = null;
  let closed = false;

  const connect = async (): Promise<pg.Client> => {
    const client = new pg.Client(options.config);
    client.on('error', () => {});
    client.on('notification', ({ channel, payload }) => {
      for (const each of subscriptions) if (each.channel === channel) each.handler(payload ?? '');
    });
    await client.connect();
    try {
      await setSession(client);
    } catch (error) {
      // it is tried again and again, and each would stay open
      await client.end().catch(() => {});
      throw error;
    }
    client.once('end', () => void reconnect());
    for (const channel of new Set([...subscriptions].map((each) => each.channel))) {
      await client.query(`listen ${client.escapeIdentifier(channel)}`);
    }
    return client;
  };

  const reconnect = async (): Promise<void> => {
    if (closed) return;
    options.log.warn('listen-lost');
    let made: (client: pg.Client) => void = () => {};
    connection = new Promise((resolve) => {
      made = resolve;
    });
    for (let wait = FIRST_WAIT_MS; !closed; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
      try {
        const client = await connect();
        made(client);
        options.log.info('listen-restored');
        for (const each of subscriptions) each.onGap?.();
        return;
      } catch {
        await sleep(wait, undefined, { ref: false });
      }
    }
  };

  const listen: Listener['listen'] = async (channel, handler, onGap) => {
    const first = ![...subscriptions].some((each) => each.channel === channel);
    const subscription: Subscription = { channel, handler, ...(onGap ? { onGap } : {}) };
    subscriptions.add(subscription);
    connection ??= connect();
    const client = await connection;
    if (first) await client.query(`listen ${client.escapeIdentifier(channel)}`);
    return async () => {
      subscriptions.delete(subscription);
      if (closed || [...subscriptions].some((each) => each.channel === channel)) return;
      await (await connection)?.query(`unlisten ${client.escapeIdentifier(channel)}`);
    };
  };

  const close = async (): Promise<void> => {
    closed = true;
    const open = connection;
    connection = null;
    // a connection that is being remade never settles once closed, so it is not waited for
    const client =
      open && (await Promise.race([open.catch(() => null), sleep(LONGEST_WAIT_MS, null, { ref: false })]));
    await client?.end().catch(() => {});
  };

  return { listen, close };
}
