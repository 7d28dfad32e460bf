/**
 * The table of doors: every way on which a customer's value, a part of one, its presence or an id can leave. A route,
 * job, command, scope, database role, file or event that is not here fails the test beside this file; docs/security.md
 * shows the same rows.
 */

/** The most that can leave: a value whole, a part of one (a mask), whether one is held, an id or code, or nothing. */
export type Leaves = 'value' | 'part' | 'presence' | 'id' | 'nothing';

export type Door = {
  /** Routes as `METHOD /path` below `/api/v1`, else `job …`, `huke …`, `scope …`, `role …`, `file …`, `event …`. */
  readonly doors: readonly string[];
  readonly leaves: Leaves;
  readonly who: { readonly zh: string; readonly en: string };
  /** Budgets that it spends from; none only where nothing of a customer leaves, or `why` says what bounds it. */
  readonly budgets: readonly string[];
  /** `access`: an entry that is durable before the answer; `act`: an entry of the change in its own transaction. */
  readonly entry: 'access' | 'act' | 'none';
  /** Kinds of alarms that its misuse raises. */
  readonly alarms: readonly string[];
  readonly why?: { readonly zh: string; readonly en: string };
};

const spent = ['budget-near', 'budget-spent'] as const;
const officers = { zh: '安全官、合规官', en: 'security and compliance officers' };
const signedIn = { zh: '完成两步验证的员工', en: 'people signed in with two factors' };
const everybody = { zh: '任何人', en: 'anybody' };
const operator = { zh: '服务器上的运维账号', en: 'the operator’s account on the server' };

/** Every door; adding one is one row. */
export const doors: readonly Door[] = [
  // values
  {
    doors: ['POST /accesses'],
    leaves: 'value',
    who: {
      zh: '实时来电工单的受理坐席；代坐席操作的程序',
      en: 'the agent of a live contact’s case; a program that acts for that agent',
    },
    budgets: ['reveals', 'uses', 'views'],
    entry: 'access',
    alarms: [...spent],
  },
  {
    doors: ['POST /uses/:token'],
    leaves: 'value',
    who: {
      zh: '接入该来电的话务平台，一次，两分钟内，只限可拨打或可发送的字段',
      en: 'the channel that opened the contact, once, within two minutes, fields that can be dialled or written to only',
    },
    budgets: ['uses'],
    entry: 'access',
    alarms: [...spent, 'redeem-foreign', 'rows-forged', 'uses-differ'],
  },
  {
    doors: ['POST /uses/counts'],
    leaves: 'nothing',
    who: {
      zh: '话务平台报自己领取的数量，与台账核对',
      en: 'a channel says how many values it got, to be compared with the ledger',
    },
    budgets: [],
    entry: 'act',
    alarms: ['uses-differ'],
  },
  // parts: masks
  {
    doors: ['GET /customers/:id', 'GET /customers/:id/history'],
    leaves: 'part',
    who: { zh: '工单的受理坐席、本组高级坐席与班组长', en: 'the agent of the case, seniors of its team' },
    budgets: ['views'],
    entry: 'access',
    alarms: [...spent],
  },
  {
    doors: ['GET /cases/:id', 'POST /cases/:id/notes'],
    leaves: 'part',
    who: {
      zh: '工单的受理坐席、本组高级坐席与班组长、质检',
      en: 'the agent of the case, seniors of its team, quality checks',
    },
    budgets: [],
    entry: 'access',
    alarms: [],
    why: {
      zh: '备注按脱敏显示；凡能补全脱敏的内容一并遮住',
      en: 'notes are shown masked, and whatever would complete a mask of this customer is covered',
    },
  },
  {
    doors: ['GET /bin'],
    leaves: 'part',
    who: { zh: '班组长（本组）、合规官', en: 'supervisors for their team, the compliance officer' },
    budgets: ['views'],
    entry: 'access',
    alarms: [...spent],
  },
  {
    doors: ['GET /customers/import', 'GET /customers/import/:id', 'GET /customers/import/:id/errors.csv'],
    leaves: 'part',
    who: {
      zh: '导入者本组的班组长；导入的程序',
      en: 'supervisors of the team imported into; the program that imports',
    },
    budgets: [],
    entry: 'none',
    alarms: [],
    why: {
      zh: '只有上传者自己文件的脱敏预览和行号、错误码，没有库里的内容',
      en: 'masked cells, row numbers and codes of the uploader’s own file, nothing that is held',
    },
  },
  // presence
  {
    doors: ['POST /customers/search', 'POST /customers/:id/verify'],
    leaves: 'presence',
    who: { zh: '坐席、班组长；有查找权限的程序', en: 'agents, supervisors; programs with the scope' },
    budgets: ['guesses'],
    entry: 'access',
    alarms: [...spent],
  },
  {
    doors: [
      'POST /customers',
      'PATCH /customers/:id',
      'POST /customers/import',
      'POST /customers/import/:id/resume',
    ],
    leaves: 'presence',
    who: {
      zh: '班组长；有写入权限的程序；更正由受理坐席',
      en: 'supervisors; programs with the scope; corrections by the agent of the case',
    },
    budgets: ['probes', 'changes'],
    entry: 'access',
    alarms: [...spent],
  },
  {
    doors: ['POST /contacts'],
    leaves: 'presence',
    who: { zh: '话务、会话平台的密钥，限其班组', en: 'keys of channels, for their teams' },
    budgets: ['probes'],
    entry: 'access',
    alarms: [...spent],
  },
  {
    doors: ['POST /cases', 'POST /cases/:id/customer'],
    leaves: 'presence',
    who: { zh: '坐席、班组长', en: 'agents, supervisors' },
    budgets: ['cases', 'guesses'],
    entry: 'access',
    alarms: [...spent],
  },
  {
    doors: ['DELETE /customers/:id', 'POST /customers/:id/restore', 'POST /customers/:id/rollback'],
    leaves: 'presence',
    who: {
      zh: '班组长（本组）、合规官；回退由受理坐席',
      en: 'supervisors for their team, the compliance officer; a version is put back by the agent of the case',
    },
    budgets: ['bins', 'changes'],
    entry: 'access',
    alarms: [...spent],
  },
  // ids and codes
  {
    doors: ['GET /customers/:id/trail'],
    leaves: 'id',
    who: {
      zh: '投诉工单的受理者、审计、合规官',
      en: 'whoever handles the complaint, auditors, the compliance officer',
    },
    budgets: ['views'],
    entry: 'access',
    alarms: [...spent],
  },
  {
    doors: ['GET /ledger/entries', 'GET /ledger/entries/:index/proof', 'GET /ledger/tile/*'],
    leaves: 'id',
    who: {
      zh: '审计与官员；仅有 ledger:read 的密钥（只读台账，别无客户权限）',
      en: 'auditors and officers; a key with ledger:read, which has no scope on customers',
    },
    budgets: [],
    entry: 'act',
    alarms: [],
    why: { zh: '只有编号和代码', en: 'ids and codes only' },
  },
  {
    doors: ['GET /ledger/state', 'GET /ledger/checkpoint', 'GET /ledger/checkpoints'],
    leaves: 'nothing',
    who: signedIn,
    budgets: [],
    entry: 'none',
    alarms: ['ledger-tampered', 'journal-missing'],
  },
  {
    doors: [
      'GET /cases',
      'GET /case-types',
      'POST /cases/:id/transfer',
      'POST /cases/:id/close',
      'POST /contacts/:id/alive',
      'POST /contacts/:id/end',
    ],
    leaves: 'id',
    who: { zh: '坐席（自己的）、班组长（本组的）', en: 'agents for their own, supervisors for their team’s' },
    budgets: ['transfers'],
    entry: 'act',
    alarms: [...spent],
  },
  {
    doors: [
      'GET /approvals',
      'POST /approvals',
      'POST /approvals/:id/approve',
      'POST /approvals/:id/cancel',
      'POST /approvals/:id/refuse',
      'GET /grants',
      'POST /grants/:id/revoke',
      'GET /quota',
      'POST /quota/raise',
      'POST /step-ups',
      'POST /step-ups/:id/finish',
    ],
    leaves: 'id',
    who: { zh: '申请人与审批人', en: 'who asks and who decides' },
    budgets: [],
    entry: 'act',
    alarms: [],
    why: {
      zh: '只有编号和代码；批准后的查看仍走 POST /accesses',
      en: 'ids and codes; what was approved is still asked for at POST /accesses',
    },
  },
  {
    doors: [
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
      'GET /people/colleagues',
      'GET /teams',
      'POST /teams',
      'POST /employers',
      'GET /sessions',
      'DELETE /sessions/:id',
      'GET /service-keys',
      'POST /service-keys',
      'PATCH /service-keys/:id',
      'POST /service-keys/:id/rotate',
      'POST /service-keys/:id/claim',
      'DELETE /service-keys/:id',
      'POST /act-for',
    ],
    leaves: 'nothing',
    who: {
      zh: '各类管理员，互相分立；提升权限须第二人确认',
      en: 'the administrators, apart from each other; what widens rights needs a second officer',
    },
    budgets: ['people', 'keys', 'changes'],
    entry: 'act',
    alarms: [...spent, 'people-made', 'keys-made'],
  },
  {
    doors: ['GET /alarms', 'POST /alarms/:id/close'],
    leaves: 'id',
    who: officers,
    budgets: [],
    entry: 'act',
    alarms: [],
    why: { zh: '只有编号和代码', en: 'ids and codes only' },
  },
  {
    doors: ['GET /events'],
    leaves: 'id',
    who: signedIn,
    budgets: [],
    entry: 'none',
    alarms: [],
    why: { zh: '只有主题和编号，内容另行查询', en: 'topics and ids; what changed is asked for elsewhere' },
  },
  // nothing of a customer
  {
    doors: [
      'POST /text/findings',
      'POST /text/mask',
      'POST /text/try',
      'GET /text/recognizers',
      'POST /text/recognizers',
      'PUT /text/recognizers/:id',
      'DELETE /text/recognizers/:id',
      'POST /text/recognizers/:id/restore',
      'GET /text/recognizers/:id/versions',
      'GET /text/rules',
      'GET /text/word-lists',
      'POST /text/word-lists',
      'GET /text/word-lists/:id',
      'PUT /text/word-lists/:id',
      'DELETE /text/word-lists/:id',
      'POST /text/word-lists/:id/restore',
      'GET /text/word-lists/:id/versions',
    ],
    leaves: 'nothing',
    who: signedIn,
    budgets: [],
    entry: 'act',
    alarms: [],
    why: { zh: '只看来者自己带来的文字', en: 'sees the text that the caller brings, nothing that is held' },
  },
  {
    doors: ['GET /fields', 'POST /fields', 'GET /masks', 'GET /policies', 'GET /policies/texts'],
    leaves: 'nothing',
    who: signedIn,
    budgets: [],
    entry: 'act',
    alarms: [],
  },
  {
    doors: [
      'GET /session',
      'POST /session/end',
      'GET /first-run',
      'POST /first-run',
      'POST /invitations/open',
      'POST /invitations/accept',
      'ALL /auth/*',
      'GET /auth/passkey/list-user-passkeys',
      'POST /auth/passkey/delete-passkey',
      'POST /auth/two-factor/enable',
      'POST /auth/two-factor/generate-backup-codes',
      'POST /auth/change-password',
      'GET /openapi.json',
      'GET /docs',
      'GET /docs/:file',
      'GET /docs/start.js',
      'GET /healthz',
      'GET /readyz',
    ],
    leaves: 'nothing',
    who: everybody,
    budgets: [],
    entry: 'act',
    alarms: ['rows-forged'],
  },
  {
    doors: ['POST /customers/import/:id/cancel'],
    leaves: 'nothing',
    who: {
      zh: '导入者本组的班组长；导入的程序',
      en: 'supervisors of the team imported into; the program that imports',
    },
    budgets: [],
    entry: 'none',
    alarms: [],
  },
  // jobs
  {
    doors: [
      'job alarms-mail',
      'job budget-tidy',
      'job contacts-lapsed',
      'job identity-tidy',
      'job keys-unused',
      'job imports-stalled',
      'job imports-purge',
      'job idempotency-purge',
      'job minors-of-age',
      'job states-audit',
      'job uses-audit',
    ],
    leaves: 'nothing',
    who: { zh: '服务器自己', en: 'the server itself' },
    budgets: [],
    entry: 'act',
    alarms: ['rows-forged', 'uses-differ'],
  },
  // commands
  {
    doors: ['huke serve', 'huke demo', 'huke people', 'huke key', 'huke rules', 'huke ledger'],
    leaves: 'id',
    who: operator,
    budgets: [],
    entry: 'act',
    alarms: [],
    why: {
      zh: '经由同一套接口，权限不多于登录者',
      en: 'through the same API, with no more rights than who signs in',
    },
  },
  {
    doors: ['huke scan', 'huke mask'],
    leaves: 'nothing',
    who: { zh: '任何人，只看自己的文件', en: 'anybody, over files of their own' },
    budgets: [],
    entry: 'none',
    alarms: [],
  },
  // scopes of keys
  {
    doors: ['scope contacts:write'],
    leaves: 'value',
    who: { zh: '话务、会话平台', en: 'channels' },
    budgets: ['uses', 'probes'],
    entry: 'access',
    alarms: [...spent],
  },
  {
    doors: ['scope accesses:write'],
    leaves: 'value',
    who: { zh: '代坐席操作的程序', en: 'programs that act for an agent, within one case and ten minutes' },
    budgets: ['reveals', 'uses'],
    entry: 'access',
    alarms: [...spent],
  },
  {
    doors: ['scope customers:read'],
    leaves: 'part',
    who: {
      zh: '程序：自己登记的来访进行中，或两人确认过的申报任务',
      en: 'programs: while a contact lives that they registered, or for a job that two officers confirmed',
    },
    budgets: ['views'],
    entry: 'access',
    alarms: [...spent],
  },
  {
    doors: ['scope customers:search', 'scope customers:write'],
    leaves: 'presence',
    who: {
      zh: '程序，限其班组；查找须在自己登记的来访中或按申报任务',
      en: 'programs, for their teams; searching within a contact of their own or for a declared job',
    },
    budgets: ['guesses', 'probes', 'changes'],
    entry: 'access',
    alarms: [...spent],
  },
  {
    doors: ['scope cases:read', 'scope ledger:read'],
    leaves: 'id',
    who: {
      zh: '程序，限其班组；台账密钥别无客户权限',
      en: 'programs, for their teams; a key for the ledger has no scope on customers',
    },
    budgets: [],
    entry: 'act',
    alarms: [],
    why: { zh: '只有编号和代码', en: 'ids and codes only' },
  },
  {
    doors: ['scope text:read'],
    leaves: 'nothing',
    who: { zh: '检测文字的程序', en: 'programs that check texts' },
    budgets: [],
    entry: 'none',
    alarms: [],
  },
  // events
  {
    doors: [
      'event alarm',
      'event approval',
      'event case',
      'event contact-ended',
      'event detector',
      'event field-kinds',
      'event grant',
      'event import',
      'event ledger',
    ],
    leaves: 'id',
    who: { zh: '有关的员工', en: 'the people whom it concerns' },
    budgets: [],
    entry: 'none',
    alarms: [],
    why: { zh: '只有主题和编号', en: 'topics and ids only' },
  },
  // roles of the database
  {
    doors: ['role huke'],
    leaves: 'nothing',
    who: { zh: '数据库管理员', en: 'the database’s administrators' },
    budgets: [],
    entry: 'none',
    alarms: ['rows-forged', 'schema-changed', 'journal-missing'],
    why: {
      zh: '只见密文；改动的记录不起作用，改动的函数令系统停止作答',
      en: 'sees sealed values; a row that was changed counts for nothing, a changed function ends all answers',
    },
  },
  // files
  {
    doors: ['file HUKE_DATA/postgres'],
    leaves: 'nothing',
    who: operator,
    budgets: [],
    entry: 'none',
    alarms: ['rows-forged', 'schema-changed'],
    why: { zh: '全部加密；没有密钥目录打不开', en: 'sealed; opens nothing without the keys folder' },
  },
  {
    doors: ['file HUKE_KEYS'],
    leaves: 'value',
    who: operator,
    budgets: [],
    entry: 'none',
    alarms: [],
    why: {
      zh: '与数据放在一起就能打开全部资料：另行保管、另行备份，权限 0700',
      en: 'together with the data it opens everything: kept apart, backed up apart, mode 0700',
    },
  },
  {
    doors: ['file HUKE_DATA/checkpoints', 'file HUKE_DATA/postgres/log', 'file server log'],
    leaves: 'id',
    who: operator,
    budgets: [],
    entry: 'none',
    alarms: [],
    why: { zh: '只有编号、代码和散列', en: 'ids, codes and hashes only' },
  },
  {
    doors: ['file HUKE_DATA/demo.json'],
    leaves: 'nothing',
    who: operator,
    budgets: [],
    entry: 'none',
    alarms: [],
    why: { zh: '只有演示数据才有这个文件', en: 'written with the invented demo only' },
  },
];
