import type { AlarmSeverity } from '@huke/sdk';

/** What is known of a kind of alarm. */
type Row = {
  readonly code: string;
  readonly severity: AlarmSeverity;
  readonly title: { readonly zh: string; readonly en: string };
  readonly next: { readonly zh: string; readonly en: string };
};

/** Every alarm that there is; adding one is one row. */
export const alarmRows = [
  {
    code: 'budget-near',
    severity: 'watch',
    title: { zh: '额度将尽', en: 'A budget is nearly spent' },
    next: {
      zh: '看看该员工或程序今天的台账，是否与接待量相称',
      en: 'look at the ledger of this person or program today: does it fit the contacts handled',
    },
  },
  {
    code: 'budget-spent',
    severity: 'act',
    title: { zh: '额度用尽后仍在尝试', en: 'A budget is spent and asked for again' },
    next: {
      zh: '联系班组长核实；不属实时结束其会话或停用密钥',
      en: 'ask the supervisor; end the session or revoke the key if the work does not explain it',
    },
  },
  {
    code: 'contacts-many',
    severity: 'act',
    title: { zh: '一名坐席同时接入过多', en: 'More contacts at once than one agent can hold' },
    next: {
      zh: '核对话务平台：通话是否真实、结束后是否上报；对不上时停用该密钥，并查看该坐席今天的台账',
      en: 'check with the call platform whether these contacts are real and are ended; if not, revoke its key and read the ledger of this agent today',
    },
  },
  {
    code: 'rows-forged',
    severity: 'stop',
    title: { zh: '数据库中的记录被人改动', en: 'A row was changed behind the program' },
    next: {
      zh: '该记录已不起作用。查明谁有数据库权限，并从备份核对',
      en: 'the row no longer counts; find out who has the rights of the database and compare with a backup',
    },
  },
  {
    code: 'asks-cut',
    severity: 'act',
    title: { zh: '访问一再被中途切断', en: 'Asks are cut off again and again' },
    next: {
      zh: '数据库若刚重启过，属正常。否则查明谁在终止数据库会话：切断的访问已计入额度，台账有条目',
      en: 'ordinary where the database was just restarted; otherwise find out who ends its sessions: what was cut off is counted and has its entry',
    },
  },
  {
    code: 'rows-adopted',
    severity: 'act',
    title: { zh: '旧版本的记录已加封', en: 'Rows of an older release were sealed as they are' },
    next: {
      zh: '只应在升级后首次启动时出现一次；其他时候出现，请查明谁动过密钥目录',
      en: 'expected once, at the first start after the upgrade; at any other time find out who touched the keys folder',
    },
  },
  {
    code: 'step-up-guessing',
    severity: 'act',
    title: { zh: '有人在猜二次验证', en: 'Somebody guesses at step-ups' },
    next: {
      zh: '联系本人核实是否本人操作；不是本人时结束其全部会话并重设二次验证',
      en: 'ask the person whether it was them; if not, end all their sessions and reset their second factor',
    },
  },
  {
    code: 'tries-cut',
    severity: 'act',
    title: { zh: '登录或验证的尝试在数据库中被中断', en: 'Tries to sign in were cut off in the database' },
    next: {
      zh: '每次都已按错误计数。若数据库当时没有重启，查明谁能中断它的连接',
      en: 'each of them counted as a wrong one; unless the database was restarted then, find out who can end its connections',
    },
  },
  {
    code: 'schema-changed',
    severity: 'stop',
    title: { zh: '数据库的函数或设置被人改动', en: 'Functions or settings of the database were changed' },
    next: {
      zh: '系统已停止提供资料。核对是谁、为何改动，重新启动前恢复原状',
      en: 'nothing is answered any more; find out who changed them and why, and restore them before a restart',
    },
  },
  {
    code: 'journal-missing',
    severity: 'stop',
    title: { zh: '台账缺少已作答的条目', en: 'The ledger lacks entries that were answered' },
    next: {
      zh: '有人删改了台账。保全数据库与密钥目录，按事件处理',
      en: 'somebody removed or rewrote entries; keep the database and the keys folder as they are, and treat it as an incident',
    },
  },
  {
    code: 'ledger-unproven',
    severity: 'stop',
    title: { zh: '已作答的条目迟迟没有签名', en: 'Entries that were answered stay unsigned' },
    next: {
      zh: '系统已停止作答，签上名即自动恢复。查明是谁在数据库里占着锁或中断连接，再运行 huke ledger verify',
      en: 'nothing is answered until they are signed; find out who holds locks in the database or cuts connections, then run huke ledger verify',
    },
  },
  {
    code: 'audit-failed',
    severity: 'act',
    title: { zh: '有一项核对做不下去', en: 'A check cannot be done' },
    next: {
      zh: '查看服务器日志和数据库里的锁；查明是谁让核对停下，核对会自动再试',
      en: 'look at the server’s log and at locks in the database, and find out who keeps the check from ending; it is tried again by itself',
    },
  },
  {
    code: 'ledger-tampered',
    severity: 'stop',
    title: { zh: '台账校验不通过', en: 'The ledger does not verify' },
    next: {
      zh: '不再签名。运行 huke ledger verify 找出条目，保全现场',
      en: 'nothing is signed any more; run huke ledger verify to find the entry, and keep everything as it is',
    },
  },
  {
    code: 'redeem-foreign',
    severity: 'act',
    title: {
      zh: '程序领取了其他平台接入的号码',
      en: 'A program asked for the number of another channel’s contact',
    },
    next: {
      zh: '该请求已被拒绝。代号和密钥可能外泄：核对该密钥的台账，必要时停用并换发',
      en: 'it was refused; the alias or the key may have leaked: read the ledger of this key, revoke and replace it if in doubt',
    },
  },
  {
    code: 'uses-differ',
    severity: 'stop',
    title: { zh: '交给程序的号码数与台账不符', en: 'Values handed to a program differ from the ledger' },
    next: {
      zh: '停用该密钥，对照话务平台的记录与台账，查明多出的号码从何而来',
      en: 'revoke the key, compare the channel’s own records with the ledger, and find out where the difference comes from',
    },
  },
  {
    code: 'import-allowance',
    severity: 'watch',
    title: { zh: '批准了大批量导入', en: 'A large import was granted' },
    next: {
      zh: '核对是否确有上线或迁移；不属实时在审批页结束该授权',
      en: 'is there a start or a migration that needs it; if not, end it on the approvals page',
    },
  },
  {
    code: 'rows-alike',
    severity: 'act',
    title: { zh: '导入的行脱敏后几乎全同', en: 'Rows of an import that one mask fits' },
    next: {
      zh: '查看该导入的来源：像是在猜某位客户被脱敏的号码。核实上传人，不属实时结束其会话',
      en: 'look at where the file came from: it reads like guesses at what a mask hides; ask who uploaded it, and end their sessions if no work explains it',
    },
  },
  {
    code: 'change-undone',
    severity: 'act',
    title: { zh: '客户撤销了一项联系方式变更', en: 'A customer undid a change of contact data' },
    next: {
      zh: '客户没有要求这项变更。查看该工单的台账与核验记录，联系经办人的班组长',
      en: 'the customer had not asked for it; read the ledger of the case and how the caller was verified, and ask the supervisor',
    },
  },
  {
    code: 'people-made',
    severity: 'watch',
    title: { zh: '新增了账号', en: 'An account was made' },
    next: {
      zh: '核对入职名单；不认识的账号先锁定，再问是谁所加',
      en: 'compare with the list of newcomers; lock an account that nobody knows and ask who made it',
    },
  },
  {
    code: 'keys-made',
    severity: 'act',
    title: { zh: '程序获得了密钥或更大的范围', en: 'A program got a key, or more than it had' },
    next: {
      zh: '核对申请人与用途；对不上时停用密钥',
      en: 'check who asked and what for; revoke the key if nothing explains it',
    },
  },
  {
    code: 'key-unused',
    severity: 'watch',
    title: { zh: '密钥久未使用，范围已收回', en: 'A key lost scopes that it did not use' },
    next: {
      zh: '程序仍需要时，由安全管理员重新申请',
      en: 'if the program still needs them, the security administrator asks for them anew',
    },
  },
] as const satisfies readonly Row[];

export type AlarmCode = (typeof alarmRows)[number]['code'];

/** The row of a code; an alarm of a newer release keeps its code as its words. */
export function alarmRow(code: string): Row {
  const words = { zh: code, en: code };
  return (
    alarmRows.find((row) => row.code === code) ?? {
      code,
      severity: 'act',
      title: words,
      next: { zh: '', en: '' },
    }
  );
}
