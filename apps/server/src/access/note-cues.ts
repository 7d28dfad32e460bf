import { boundedWords, personalLabels } from './note-labels.ts';

/*
 * What makes a note talk about the hidden part of a number, however the figures in it are dressed. In plain form: a
 * figure in a word is plain there (中间四位 is 中间4位).
 */

const personal = `(?:${boundedWords(personalLabels)}|账户|邮件|艾特|主叫|来电|短信|[他她]的?号|号里|(?<![a-z])(?:mail(?:box)?|wechat|plate|birthday|number|digits)(?![a-z]))`;
const near = '[^。！？!?\\n]{0,12}';

/** Said of nothing but a mask, or of figures that are to be read otherwise than they stand. */
const plainly = [
  '星号|星星处|打码|打了码|马赛克|掩码|脱敏[的处后]|遮(?:码|起来|[住了掉盖]?的)|被遮(?!挡)|艾特(?:符)?前|码就是|短信里的|不让看',
  '[打带]星的|星星|暗[码号语]|糊[掉住]|字母[代表换]|用字母|(?:那[几\\d]?[个位段串截格])数?[^。\\n]{0,6}(?:看不|挡|盖|遮|缺)|(?:看不[到见清]|缺|挡|盖)[^。\\n]{0,6}那[几\\d]?[个位段串截格]',
  '谐音|倒(?:着|过来)[念读写看报]|反(?:着|过来)[念读写看报]|倒序|逆序|从(?:右|后)往(?:左|前)',
  '照(?:抄|念|读)|自己[读拼念]|自行还原|连[写读](?:[,。，]|$)|[拼合](?:起来|1起|在1起|成)|按.{1,6}拼|首字|头1?个?字|各[行句].{0,3}字|藏头',
  '不看标点|空格(?:别管|去掉)|点去掉|去掉(?:点|空格|标点|横杠)|机器不[识认]|[它系统]不认|看懂|你懂|懂的都懂|阅后|别当真|拼音版|像钱|不是(?:水表|金额|订单|电表|真的)',
  '(?:中间|中段)的?那?[几\\d]{1,2}个?(?:位|码|数)|(?:中间|中段)那|去头去尾|头\\d?尾\\d?|按键盘|键盘字母|[a-z] ?(?:当|算|代表|=) ?\\d',
  '\\b(?:hidden|masked|starred|redacted|blanked|covered) (?:\\w+ )?(?:bits?|parts?|digits?|numbers?|figures?|ones|section|chars?|characters?|letters?)|asterisks?|behind the (?:stars?|mask)|(?:mid|middle) (?:\\d|few|digits?|part|bit|of)|(?:digits?|numbers?|figures?|letters?|part|bit)s? (?:that )?(?:you|they|we|he|she) (?:can.?t|cannot|can not|don.?t) see|in reverse|backwards?|delete after reading|read it (?:as|back)|before the at sign',
];

/** Said of a part of something, or of what cannot be seen: it is meant of a number where one is named near it. */
const partly = [
  '[挡遮]|盖(?:住|的|了|掉)|被盖|掩|隐[藏去掉了]|屏蔽|涂[掉黑]|抹[掉去]|藏|颗星|看不[到见着清]|不显示|没显示|显示不|缺的|缺了?[几\\d]|少的那|空着|空白|补(?:全|齐|上|成|个)|省略',
  '中间(?![断挂人商有环业停])|中段|当中|后段|前段|末段|里头|(?:里|后面|前面)(?:的?那|跟|接|几|的年)|那[几\\d]?[个位段串截格]|[前后末中头尾\\d两几]段|[\\d两几]截|几位|(?:前面|后面|末尾|尾巴|开头|后头|前头)的?[几\\d]{1,2}个|缺口|空缺|余下|(?:第|前|后|末|尾)\\d{1,2}[位码]|分[\\d两]?[段截次]|剩下的|其余[的几]|月日',
  '(?<![a-z])(?:hidden|masked?|middle|mid|part|stars?|missing|blank|gap|minus|suffix|prefix|rest is|behind|first \\d|invisible|obscured)(?![a-z])',
];

const cue = new RegExp(
  `${plainly.join('|')}|${personal}${near}(?:${partly.join('|')})|(?:${partly.join('|')})${near}${personal}`,
  'u',
);

/** Whether a note, in plain form, talks about the hidden part of a number. */
export const saysHidden = (plain: string): boolean => cue.test(plain);
