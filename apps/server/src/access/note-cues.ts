import { boundedWords, personalLabels } from './note-labels.ts';

/*
 * What makes a note talk about the hidden part of a number, however the figures in it are dressed. In plain form: a
 * figure in a word is plain there (中间四位 is 中间4位).
 */

const personal = `(?:${boundedWords(personalLabels)}|账户|邮件|艾特|主叫|来电号|住址|地址|[他她]的?号|号里|(?<![a-z])(?:mail(?:box)?|birthday|(?:her|his|their|customer.s) (?:\\w+ )?number)(?![a-z]))`;
const near = '[^。！？!?\\n]{0,24}';
const besides = '[^。！？!?\\n,，;；]{0,12}';

/** Said of nothing but a mask, of a part of a number, or of figures that are to be read otherwise than they stand. */
const plainly = [
  // the mask
  '星号|星星|[打带]星的?|颗星[补换填]|打码[的处部那区位]|打了码|打码.{0,2}[:=]|马赛克|掩码|脱敏[的处后位]|遮(?:码|起来|[住了掉盖]?的)|被遮(?!挡)|糊[掉住]|(?:点点|圆点|圈圈|叉叉)[处的那]|不让看|\\*{3,}[^\\d]{0,6}(?:=|是|为|换|填|补)|(?:填|替换|换成)[^。\\n]{0,4}\\*{3,}|(?<![a-z])x{3,}\\s?[=是为]',
  // the part
  '中间段|隐藏(?:数字|的?[号位部段])|(?:中间|中段)的?那?[几\\d]{1,2}个?(?:位|码|数)|(?:中间|中段)那|去头去尾|头\\d?尾\\d?|夹心|艾特(?:符)?前|短信里的|码就是|(?:那[几\\d]?[个位段串截格]数?|几位)[^。\\n]{0,6}(?:看不|挡|盖|遮|缺)|(?:看不[到见清]|缺|挡|盖)[^。\\n]{0,6}那[几\\d]?[位段串截格]',
  // the reading
  '[你您]要的(?:数|号|那|东西)|谐音|暗[码号语]|倒(?:着|过来)|反(?:着|过来)[念读写看报]|(?:倒|逆)序|从(?:右|后)往(?:左|前)|字母[代表换]|用字母|首字|头1?个?字|各[行句].{0,3}字|藏头|键盘字母|[a-z] ?(?:当|算|代表|=) ?\\d',
  '照(?:抄|念|读)|自己[读拼念算]|自行还原|连[写读](?:[,。，]|$)|[拼合](?:起来|1起|在1起|成)|按.{1,6}拼|不看标点|空格(?:别管|去掉)|点去掉|去掉(?:点|空格|标点|横杠|下划线)|机器不[识认]|[它系统]不认|[看你]懂|懂的都懂|懂[?？吧]|阅后|别(?:当真|外传)|拼音版|像钱|不是(?:水表|金额|订单|电表|真的)',
  '\\b(?:hidden|masked|starred|redacted|blanked|covered|missing|invisible|greyed) (?:\\w+ )?(?:bits?|parts?|digits?|numbers?|figures?|ones|section|chars?|characters?|letters?)|asterisks?|(?:behind|under) the (?:stars?|mask|dots)|(?:mid|middle) (?:\\d|few|digits?|part|bit|of)|(?:digits?|numbers?|figures?|letters?|part|bit)s? (?:that )?(?:you|they|we|he|she) (?:can.?t|cannot|can not|don.?t) see|in reverse|backwards?|delete after reading|read it (?:as|back)|before the at sign|screen (?:hides|does not show)',
];

/** Said of what cannot be seen, or of the middle of something: it is meant of a number where one is named near it. */
const hidden = [
  '挡|遮|盖(?:住|的|了|掉)|被盖|掩|隐[藏去掉了]|屏蔽[的位处部]|涂[掉黑]|抹[掉去黑]|藏|颗星|缺口|空缺|看不[到见着清](?:的|是|为|[:：=])|看不全|(?:不|没)显示的|显示不[出全]|露(?:不|出)|缺的(?![材资证货件页章配])|缺了?[几\\d]{1,2}位|少的?(?:那|[几\\d]{1,2}[个位])|拼[全出]|空着的|空白[处的]|补(?:全|齐|上)?(?:即可|就[行是好]|完整|是|为|[:：])|补成|补个\\d|省略|没写全|问号|方框|点点|圆点|圈圈|叉叉|黑[块条]|灰掉|保密位|隐私位|完整(?:号|的?[是为:：])|全[号码](?:[是为:：])',
  '中间(?![断挂人商有环业停催])|中段|当中|夹在',
  '(?<![a-z])(?:hidden|masked?|middle|mid|gap|minus|invisible|obscured|blank(?:ed)?|(?:the )?stars? (?:is|are|hide)|part (?:of|is|reads)|rest is|behind|suffix|prefix|fill in|in full)(?![a-z])',
];
/** Said of a place in a number that is named before it. */
const part = [
  '[后前末尾]段|里头|(?:里|后面|前面)(?:的?那|跟|接|几|的年)|那[几\\d]{1,2}[个位]|那[段串截格]|几位(?=[^\\p{L}]|[数是为不缺读念])|(?:前面|后面|末尾|尾巴|开头|后头|前头|每)的?[几\\d]{1,2}个|分[\\d两几][段截次]|[\\d两几]截|(?:剩下|其余)[的几]|余下|月日|(?:第|末|尾)\\s?\\d{1,2}\\s?[位码]|[前后]\\s?\\d{1,2}\\s?[位码](?=[^\\p{L}]|[是为数码报念读])|(?:各|都|每位)[加减]|打头|[前后中末尾]\\d(?=[：:=])',
  '(?<![a-z])(?:first|last) \\d (?:digits?|numbers?|of)',
];

const cue = new RegExp(
  `${plainly.join('|')}|${personal}(?:${near}(?:${hidden.join('|')})|${besides}(?:${part.join('|')}))|(?:${hidden.join('|')})${near}${personal}`,
  'u',
);

/** Whether a note, in plain form, talks about the hidden part of a number. */
export const saysHidden = (plain: string): boolean => cue.test(plain);
