import type { Post } from '@huke/sdk';
import { demoId } from './random.ts';

export type DemoPerson = {
  readonly id: string;
  readonly name: string;
  readonly staffNumber: string;
  readonly email: string;
  readonly post: Post;
  readonly team: string;
  readonly employer: string;
  /** Days since hired, at the time of loading. */
  readonly tenure: number;
};

/** Teams of the invented organisation: the remote desk of a bank, the service desk of a shop, control, technology. */
export const demoTeams = [
  { id: demoId('tea', 1), name: '远程银行一组' },
  { id: demoId('tea', 2), name: '远程银行二组' },
  { id: demoId('tea', 3), name: '商城客服组' },
  { id: demoId('tea', 4), name: '质检与合规' },
  { id: demoId('tea', 5), name: '信息技术' },
] as const;

export const demoEmployers = [
  { id: demoId('emp', 1), name: '云杉银行', outsourced: false },
  { id: demoId('emp', 2), name: '青禾商城', outsourced: false },
  { id: demoId('emp', 3), name: '捷应外包', outsourced: true },
] as const;

const [bankOne, bankTwo, shop, control, technology] = demoTeams.map((team) => team.id) as [
  string,
  string,
  string,
  string,
  string,
];
const [bank, store, outsourcer] = demoEmployers.map((employer) => employer.id) as [string, string, string];

type Row = readonly [name: string, mail: string, post: Post, team: string, employer: string, tenure: number];

const rows: readonly Row[] = [
  ['李娜', 'li.na', 'agent', bankOne, bank, 900],
  ['陈晨', 'chen.chen', 'agent', bankOne, bank, 400],
  ['周婷', 'zhou.ting', 'agent', bankTwo, outsourcer, 35],
  ['吴昊', 'wu.hao', 'senior-agent', bankOne, bank, 1500],
  ['赵敏', 'zhao.min', 'supervisor', bankOne, bank, 2600],
  ['孙强', 'sun.qiang', 'supervisor', bankTwo, bank, 2100],
  ['林芳', 'lin.fang', 'agent', shop, store, 500],
  ['何静', 'he.jing', 'agent', shop, outsourcer, 200],
  ['郭亮', 'guo.liang', 'senior-agent', shop, store, 1200],
  ['马丽', 'ma.li', 'supervisor', shop, store, 1900],
  ['朱琳', 'zhu.lin', 'quality-checker', bankOne, bank, 1100],
  ['徐峰', 'xu.feng', 'security-officer', control, bank, 1700],
  ['胡月', 'hu.yue', 'compliance-officer', control, bank, 1600],
  ['高远', 'gao.yuan', 'auditor', control, bank, 1300],
  ['罗刚', 'luo.gang', 'system-admin', technology, bank, 1400],
  ['宋洁', 'song.jie', 'security-admin', technology, bank, 1000],
  ['谢安', 'xie.an', 'audit-admin', technology, bank, 800],
];

/** Everybody who works in the demo; each is invented. */
export const demoPeople: readonly DemoPerson[] = rows.map(
  ([name, mail, post, team, employer, tenure], i) => ({
    id: demoId('per', i + 1),
    name,
    staffNumber: `HK${String(1001 + i)}`,
    email: `${mail}@demo.huke.test`,
    post,
    team,
    employer,
    tenure,
  }),
);
