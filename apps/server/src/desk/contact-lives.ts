import { type Channel, channels } from '@huke/sdk';

/** After a contact ends its case may still be worked on for this long (wrap-up). */
export const wrapUpSeconds = 180;

/** How long a contact of a channel lasts by itself. */
type Life = {
  /** Minutes without a sign of life from the channel. */
  readonly idle: number;
  /** Minutes in all, whatever the channel says. */
  readonly whole: number;
  /** Whether the customer waits for each answer, or writes and comes back. */
  readonly pace: 'talk' | 'letters';
  readonly reason: { readonly zh: string; readonly en: string };
};

const hours = (n: number): number => n * 60;

/** One row for each channel. A platform whose contacts last longer than `idle` says that they go on. */
export const contactLives: Readonly<Record<Channel, Life>> = {
  call: {
    idle: hours(2),
    whole: hours(12),
    pace: 'talk',
    reason: {
      zh: '通话很少超过两小时；更长的由平台续报',
      en: 'few calls last two hours; longer ones are reported',
    },
  },
  'web-chat': {
    idle: hours(2),
    whole: hours(24),
    pace: 'talk',
    reason: { zh: '客户离开后会话不会自己结束', en: 'a chat does not end when the customer walks away' },
  },
  app: {
    idle: hours(2),
    whole: hours(24),
    pace: 'talk',
    reason: { zh: '与网页会话相同', en: 'as a chat on the web' },
  },
  social: {
    idle: hours(24),
    whole: hours(72),
    pace: 'letters',
    reason: { zh: '平台消息可隔日答复', en: 'messages are answered the next day too' },
  },
  mail: {
    idle: hours(72),
    whole: hours(24 * 14),
    pace: 'letters',
    reason: { zh: '邮件往来以天计', en: 'letters go to and fro in days' },
  },
  branch: {
    idle: hours(2),
    whole: hours(12),
    pace: 'talk',
    reason: { zh: '网点当日办结', en: 'a branch closes at night' },
  },
};

/** Live contacts that one agent holds at once: somebody who chats has six; letters are answered one after the other. */
export const mostAtOnce: Readonly<Record<Life['pace'], number>> = { talk: 8, letters: 200 };

/** No contact is older, in milliseconds. */
export const longestLife = Math.max(...Object.values(contactLives).map(({ whole }) => whole)) * 60_000;

/** Whether it may still go on, whatever else its row says than when it began. */
export const mayGoOn = (contact: Pick<Contact, 'channel' | 'startedAt'>, now: Date): boolean => {
  const known = channels.find((each) => each === contact.channel);
  const life = known ? contactLives[known].whole * 60_000 : longestLife;
  return now.getTime() < contact.startedAt + life;
};

type Contact = { readonly channel: string; readonly startedAt: number; readonly seenAt: number | null };

/** When a contact is over by itself, in milliseconds, and why. A channel that is not known has no life. */
export function lapseOf(contact: Contact): { readonly at: number; readonly code: 'idle' | 'too-long' } {
  const known = channels.find((each) => each === contact.channel);
  const life = known ? contactLives[known] : { idle: 0, whole: 0 };
  const idle = (contact.seenAt ?? contact.startedAt) + life.idle * 60_000;
  const whole = contact.startedAt + life.whole * 60_000;
  return idle < whole ? { at: idle, code: 'idle' } : { at: whole, code: 'too-long' };
}

/** Whether it has not ended, or not longer ago than the wrap-up lasts; an end that is not sealed is long over. */
export const wrapsUp = (
  contact: { readonly ended: boolean; readonly endedAt: number | null },
  now: Date,
): boolean =>
  !contact.ended || (contact.endedAt !== null && now.getTime() < contact.endedAt + wrapUpSeconds * 1000);

/** Which of an agent's contacts, none of them ended, are held at once with one of this channel; the quietest first. */
export function atOnce<C extends Contact>(contacts: readonly C[], channel: Channel, now: Date): readonly C[] {
  const quietSince = (each: Contact): number => each.seenAt ?? each.startedAt;
  const paces = new Map<string, Life['pace']>(
    Object.entries(contactLives).map(([of, life]) => [of, life.pace]),
  );
  const { pace } = contactLives[channel];
  return contacts
    .filter((each) => paces.get(each.channel) === pace && lapseOf(each).at > now.getTime())
    .sort((a, b) => quietSince(a) - quietSince(b));
}

/** Whether values may still be asked for on it: until it is over, and the wrap-up after it. */
export const goesOn = (contact: Contact, now: Date): boolean =>
  now.getTime() < lapseOf(contact).at + wrapUpSeconds * 1000;
