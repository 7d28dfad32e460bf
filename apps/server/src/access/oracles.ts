/**
 * Where an answer could tell whether somebody is there: every such route, what it costs, and of whom it may tell. The
 * tests ask each of them about somebody of one's own team, of another team, of a named desk, and about nobody. A route
 * that takes what could be asked by, as the API is described, and is in neither table fails them.
 */
export type Oracle = {
  /** Method and path as the server has them. */
  readonly route: string;
  /** What it is asked by: a value that could be guessed, or an id of 128 bits that could not. */
  readonly by: 'value' | 'id';
  /** What counts as one in the budgets of its door. */
  readonly each: 'value' | 'hit' | 'question';
  /** Of whom the answer tells; everybody else is as if they were not there. */
  readonly tells: 'own-teams' | 'own-teams-and-named' | 'case-customer' | 'nobody';
};

/** The oracles. */
export const oracles: readonly Oracle[] = [
  { route: 'POST /customers/search', by: 'value', each: 'hit', tells: 'own-teams' },
  { route: 'POST /customers/:id/verify', by: 'value', each: 'question', tells: 'case-customer' },
  { route: 'POST /customers', by: 'value', each: 'value', tells: 'own-teams' },
  // how many rows were on file before, in hundreds, at the end of an import that stored the others
  { route: 'POST /customers/import', by: 'value', each: 'value', tells: 'own-teams' },
  { route: 'POST /customers/import/:id/resume', by: 'value', each: 'value', tells: 'own-teams' },
  // a change looks at nobody else: the value may be held twice afterwards
  { route: 'PATCH /customers/:id', by: 'value', each: 'question', tells: 'nobody' },
  // the channel learns nothing; the agent on the line sees the card
  { route: 'POST /contacts', by: 'value', each: 'value', tells: 'nobody' },
  { route: 'POST /cases', by: 'id', each: 'question', tells: 'own-teams' },
  { route: 'POST /cases/:id/customer', by: 'id', each: 'question', tells: 'own-teams' },
  // a supervisor is of the named desk of their team
  { route: 'DELETE /customers/:id', by: 'id', each: 'question', tells: 'own-teams-and-named' },
  { route: 'POST /customers/:id/restore', by: 'id', each: 'question', tells: 'own-teams-and-named' },
  { route: 'POST /customers/:id/rollback', by: 'id', each: 'question', tells: 'own-teams-and-named' },
];

/**
 * Routes that take a text or number in which a customer's value or id would fit, and whose answer depends on nobody's
 * presence. A route that takes one and is in neither table fails the tests; those that take an id are asked there about
 * customers of other teams, of a named desk and nobody.
 */
export const askedWithoutTelling: readonly { readonly routes: readonly string[]; readonly why: string }[] = [
  {
    routes: [
      'GET /customers/:id',
      'GET /customers/:id/history',
      'GET /customers/:id/trail',
      'GET /customers/:id/verification',
      'POST /accesses',
      'POST /approvals',
      'POST /step-ups',
    ],
    why: 'takes an id, and who is not for that case and post is answered as nobody is (not-yours)',
  },
  {
    routes: ['POST /people', 'PATCH /people/:id'],
    why: 'keeps which customers a colleague may not serve, and does not look whether they are there',
  },
  {
    routes: [
      'GET /ledger/entries',
      'GET /ledger/entries/:index/proof',
      'GET /ledger/checkpoints',
      'GET /ledger/tile/:path',
    ],
    why: 'reads the ledger, in which no value is, for those whose post is to see everybody in it; reading is an entry',
  },
  {
    routes: ['POST /cases/:id/notes'],
    why: 'shows the writer their own words; what is covered follows from how they are written',
  },
  {
    routes: [
      'POST /text/findings',
      'POST /text/mask',
      'POST /text/try',
      'POST /text/recognizers',
      'PUT /text/recognizers/:id',
      'POST /text/word-lists',
      'PUT /text/word-lists/:id',
    ],
    why: 'looks at the text and the rules, never at what is held',
  },
  {
    routes: [
      'POST /auth/sign-in/email',
      'POST /auth/two-factor/verify-totp',
      'POST /auth/two-factor/verify-backup-code',
      'POST /auth/two-factor/confirm',
      'POST /auth/two-factor/enable',
      'POST /auth/two-factor/generate-backup-codes',
      'POST /auth/passkey/verify-authentication',
      'POST /auth/passkey/verify-registration',
      'POST /auth/passkey/delete-passkey',
      'POST /auth/change-password',
      'POST /invitations/accept',
      'POST /first-run',
      'POST /step-ups/:id/finish',
    ],
    why: 'compares with what colleagues sign in by, no customer’s',
  },
  {
    routes: [
      'POST /teams',
      'POST /employers',
      'POST /service-keys',
      'PATCH /service-keys/:id',
      'POST /fields',
    ],
    why: 'names something new for the administrators; compared with names of the same kind at most',
  },
  {
    routes: ['POST /uses/counts'],
    why: 'compares a number with how much that very key took',
  },
  {
    routes: ['POST /contact-changes/:id/undo'],
    why: 'compares a proof of 128 bits or more with the one of that change',
  },
];
