import type { Row } from '../row.ts';

/** Mail addresses; `email.ts` reads them from their at-sign, the words here only name them. */
export const emailAddress: Row<'EMAIL_ADDRESS'> = {
  type: 'EMAIL_ADDRESS',
  rank: 230,
  label: { zh: '电子邮箱', en: 'E-mail' },
  level: 'C2',
  sensitive: false,
  protect: true,
  source: 'RFC 5321',
  names:
    '邮箱 邮箱地址 邮件 邮件地址 电子邮箱 电子邮件 信箱 郵箱 電郵 电邮 邮箱号 qq邮箱 email e-mail mail email_address mailbox mail_to mailto contact_email',
  hints: '发到 发送到 发给 抄送 账号 登录 支付宝 联系方式 send write contact',
  mask: {
    ladder: [
      { kind: 'mailbox', first: 1 },
      { kind: 'mailbox', first: 0 },
    ],
    at: { audit: 1, export: 1 },
    example: 'siyuan.chen@mail.example',
  },
};
