/**
 * Where an answer could tell whether somebody holds a value: every such route, what it costs, and what of it may be
 * told. A route that is in neither table of this file fails the check, and so does one that is in both.
 */
export type Oracle = {
  /** Method and path as the server has them. */
  readonly route: string;
  /** Budgets that are charged, all of them at once. */
  readonly budgets: readonly ('guesses' | 'probes')[];
  /** What counts as one. */
  readonly each: 'value' | 'hit' | 'question';
  /** Of whom the answer tells; every other holder is as if there were none. */
  readonly tells: 'own-teams' | 'case-customer' | 'nobody';
};

/** The oracles. */
export const oracles: readonly Oracle[] = [
  { route: 'POST /customers/search', budgets: ['guesses'], each: 'hit', tells: 'own-teams' },
  { route: 'POST /customers/:id/verify', budgets: ['guesses'], each: 'question', tells: 'case-customer' },
  { route: 'POST /customers', budgets: ['guesses', 'probes'], each: 'value', tells: 'own-teams' },
  // how many rows were on file before, in hundreds, at the end of an import that stored the others
  { route: 'POST /customers/import', budgets: ['probes'], each: 'value', tells: 'own-teams' },
  { route: 'POST /customers/import/:id/resume', budgets: ['probes'], each: 'value', tells: 'own-teams' },
  // a change looks at nobody else: the value may be held twice afterwards
  { route: 'PATCH /customers/:id', budgets: ['guesses'], each: 'question', tells: 'nobody' },
  // the channel learns nothing; the agent on the line sees the card
  { route: 'POST /contacts', budgets: ['probes'], each: 'value', tells: 'nobody' },
];

/** Why the answer of a route depends on nobody's value. */
export type Why =
  /** About a customer, case, contact or use by its id: absent and not-yours answer alike. */
  | 'by-id'
  /** About the asker, their desk, their uploads. */
  | 'own'
  /** About colleagues, keys, approvals, alarms: no customer's value is compared. */
  | 'staff'
  /** Texts are compared with rules, never with what is held of customers. */
  | 'rules'
  /** The log: ids and codes. */
  | 'log'
  /** The program itself: health, description, console. */
  | 'program';

/** Every other route. */
export const others: Readonly<Record<Why, readonly string[]>> = {
  'by-id': [
    'POST /accesses',
    'POST /uses/:token',
    'GET /customers/:id',
    'DELETE /customers/:id',
    'POST /customers/:id/restore',
    'GET /customers/:id/history',
    'POST /customers/:id/rollback',
    'GET /customers/:id/trail',
    'POST /contacts/:id/end',
    'POST /cases',
    'GET /cases/:id',
    'POST /cases/:id/notes',
    'POST /cases/:id/customer',
    'POST /cases/:id/transfer',
    'POST /cases/:id/close',
    'POST /approvals',
    'POST /step-ups',
    'POST /step-ups/:id/finish',
  ],
  own: [
    'GET /customers/import',
    'GET /customers/import/:id',
    'POST /customers/import/:id/cancel',
    'GET /customers/import/:id/errors.csv',
    'GET /cases',
    'GET /case-types',
    'GET /bin',
    'GET /quota',
    'POST /quota/raise',
    'GET /events',
    'GET /session',
    'POST /session/end',
    'GET /sessions',
    'DELETE /sessions/:id',
    'POST /act-for',
  ],
  staff: [
    'POST /import-allowances',
    'GET /import-allowances',
    'POST /import-allowances/:id/grant',
    'POST /import-allowances/:id/refuse',
    'POST /import-allowances/:id/end',
    'GET /approvals',
    'POST /approvals/:id/approve',
    'POST /approvals/:id/refuse',
    'POST /approvals/:id/cancel',
    'GET /grants',
    'POST /grants/:id/revoke',
    'GET /alarms',
    'POST /alarms/:id/close',
    'GET /people/colleagues',
    'GET /people',
    'POST /people',
    'PATCH /people/:id',
    'POST /people/:id/invite',
    'POST /people/:id/leave',
    'POST /people/:id/lock',
    'POST /people/:id/unlock',
    'POST /people/:id/reset-factor',
    'GET /people/changes',
    'POST /people/changes/:id/confirm',
    'POST /people/changes/:id/refuse',
    'GET /teams',
    'POST /teams',
    'POST /employers',
    'GET /service-keys',
    'POST /service-keys',
    'DELETE /service-keys/:id',
    'POST /auth/two-factor/enable',
    'POST /auth/two-factor/generate-backup-codes',
    'GET /auth/passkey/list-user-passkeys',
    'POST /auth/passkey/delete-passkey',
    'POST /auth/change-password',
    'ALL /auth/*',
    'POST /invitations/open',
    'POST /invitations/accept',
    'GET /first-run',
    'POST /first-run',
  ],
  rules: [
    'POST /text/findings',
    'POST /text/mask',
    'POST /text/try',
    'GET /text/rules',
    'GET /text/recognizers',
    'POST /text/recognizers',
    'PUT /text/recognizers/:id',
    'DELETE /text/recognizers/:id',
    'GET /text/recognizers/:id/versions',
    'POST /text/recognizers/:id/restore',
    'GET /text/word-lists',
    'GET /text/word-lists/:id',
    'POST /text/word-lists',
    'PUT /text/word-lists/:id',
    'DELETE /text/word-lists/:id',
    'GET /text/word-lists/:id/versions',
    'POST /text/word-lists/:id/restore',
    'GET /fields',
    'POST /fields',
    'GET /masks',
    'GET /policies',
    'GET /policies/texts',
  ],
  log: [
    'GET /ledger/state',
    'GET /ledger/entries',
    'GET /ledger/entries/:index/proof',
    'GET /ledger/checkpoint',
    'GET /ledger/checkpoints',
    'GET /ledger/tile/*',
  ],
  program: ['GET /openapi.json', 'GET /docs', 'GET /docs/start.js', 'GET /docs/:file'],
};
