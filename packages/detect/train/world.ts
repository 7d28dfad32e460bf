import type { Entity } from '../corpus/index.ts';
import * as people from '../corpus/people.ts';
import type { Random } from '../corpus/random.ts';
import { englishNames } from './lexicon.ts';
import * as more from './more-people.ts';
import { latinWords } from './people.ts';
import type { Sample } from './sample.ts';
import { englishWords, moreFirst, moreLast } from './world-people.ts';

const worldFirst =
  'Mehmet Yuki Hiroshi Kenji Aiko Sakura Haruto Priya Rahul Anjali Arjun Deepak Sanjay Lakshmi Chinedu Ngozi Amara Kwame Fatima Ahmed Omar Layla Yusuf Aisha Hassan Zainab Ivan Olga Dmitri Svetlana Natalia Sergei Anastasia Jean-Pierre Marie-Claire Francois Amelie Giovanni Luca Chiara Matteo Francesca Carlos Javier Lucia Sofia Diego Thiago Joao Mariana Rafael Lars Ingrid Bjorn Astrid Sven Freja Klaus Heinrich Jurgen Greta Piotr Agnieszka Katarzyna Nguyen Linh Thanh Minh Siti Budi Putri Somchai Ji-hoon Min-jun Seo-yeon Soo-jin Wei-Ling Kah-Wai Siobhan Niamh Fiona Callum Rhys'.split(
    ' ',
  );
const worldLast =
  "Yilmaz Nakamura Tanaka Suzuki Watanabe Kobayashi Yamamoto Raghavan Sharma Patel Gupta Iyer Reddy Okafor Adeyemi Mensah Al-Rashid Rahman Khan Hussein Haddad Ivanov Petrova Volkov Smirnov Lefebvre Dubois Moreau Laurent Rossi Bianchi Ferrari Esposito Gonzalez Fernandez Rodriguez Silva Santos Oliveira Andersson Johansson Nielsen Hansen Muller Schneider Fischer Weber Brandt Kowalski Nowak Wisniewska Pham Tran Hoang Santoso Wijaya Chaiyasit Kim Park Choi Jung Tan Lim Wong O'Neill O'Brien MacAllister McGregor Pugh-Jones van den Berg".split(
    ' ',
  );
const allFirst = [...worldFirst, ...more.worldFirst, ...moreFirst];
const allLast = [...worldLast, ...more.worldLast, ...moreLast];
const chinese =
  'Lim Tan Goh Ong Koh Teo Tay Toh Sim Seah Quek Lau Loh Low Chia Chua Chong Foo Ho Khoo Kwek Lee Leong Liew Neo Ng Pang Phua Poh Soh Tham Wee Wong Yap Yeo Ang Chan Cheong Hsu Hsieh Tsai Tseng Chiang Chiu Kuo Kao Liao Yeh Cheung Leung Kwok Tsang Yip Fung Chow Lai Hui Mak Tse Yuen Siu'.split(
    ' ',
  );
const hokkien =
  'Siew Hoon Hock Seng Boon Kok Keng Kiat Wee Hwee Meng Chee Teck Choon Soon Swee Geok Lay Poh Bee Huay Yoke Kwang Kheng Leng Hui Min Mei Ling Xin Yi Jia Wei Jun Jie Ming Kai Zhi Hao Li Ying Shi Yun Pei Shan Shu Hwa Yew Eng Guan Kim Cheng Peng Chin Beng Hian Nam Heng Thiam Aik Hooi Fong Lian Chuan Sze Wan Kit Chun Wing Yan Ka Ho Man Siu Tsz Hoi Lok'.split(
    ' ',
  );
const taiwanese =
  'Chia-ling Chia-hao Chih-ming Hsiao-wen Hsin-yi Hui-chun Kuan-yu Li-hua Mei-hui Pei-chen Shu-fen Tzu-ying Wen-hsiung Ya-ting Yi-chun Yu-hsuan Chun-chieh Ming-te Po-han Shih-yun Yen-ting Tzu-hsuan Chien-hung Jui-lin'.split(
    ' ',
  );
const vietnamese = 'Nguyen Tran Le Pham Hoang Phan Vu Vo Dang Bui Do Ngo Duong Ly Dinh Huynh'.split(' ');
const vietnameseGiven =
  'Thi Van Hong Duc Anh Minh Thanh Ngoc Thu Thuy Quoc Kim Huu Xuan Bao Chau Linh Lan Mai Hoa Hung Dung Tuan Trang Phuong Quynh Khanh Nga My Tam Son Long Hai Yen Vinh'.split(
    ' ',
  );

const spliced = (random: Random, names: readonly string[]): string => {
  const a = random.pick(names);
  const b = random.pick(names).toLowerCase();
  if (a.length < 4 || b.length < 4) return a;
  return a.slice(0, 2 + random.below(a.length - 3)) + b.slice(-(2 + random.below(b.length - 3)));
};

/** A name of the world in Latin letters; one in four is in no list, so that the shape of the text must tell. */
function worldName(random: Random): string {
  const roll = random.next();
  if (roll < 0.1) return `${random.pick(chinese)} ${random.pick(hokkien)} ${random.pick(hokkien)}`;
  if (roll < 0.14) return `${random.pick(chinese)} ${random.pick(taiwanese)}`;
  if (roll < 0.18)
    return `${random.pick(vietnamese)} ${random.pick(vietnameseGiven)} ${random.pick(vietnameseGiven)}${random.chance(0.4) ? ` ${random.pick(vietnameseGiven)}` : ''}`;
  if (roll < 0.22) return `${random.pick(chinese)} ${random.pick(more.cantoneseGiven)}`;
  const given = random.chance(0.28)
    ? spliced(random, allFirst)
    : random.chance(0.75)
      ? random.pick(allFirst)
      : capital(random.pick(random.chance(0.5) ? english.female : english.male));
  const family = random.chance(0.28)
    ? spliced(random, allLast)
    : random.chance(0.8)
      ? random.pick(allLast)
      : capital(random.pick(english.last));
  if (roll < 0.26) return `${given} ${random.pick(chinese)}`;
  if (roll < 0.3) return `${family} ${given}`;
  if (roll < 0.34) return `${given} ${family}`.toUpperCase();
  if (roll < 0.39)
    return `${given} ${String.fromCharCode(65 + random.below(26))}${random.chance(0.5) ? '.' : ''} ${family}`;
  if (roll < 0.43) return `${given} ${random.pick(allFirst)} ${family}`;
  if (roll < 0.46)
    return `${given} ${random.pick(['bin', 'binte', 'de', 'van', 'al', 'da', 'di', 'von', 'Bin', 'De'])} ${family}`;
  if (roll < 0.52) return people.pinyinName(random);
  return `${given} ${family}`;
}

const capital = (word: string): string => (word[0] ?? '').toUpperCase() + word.slice(1);
const english = englishNames();
const plainWords = [...new Set([...latinWords, ...englishWords])].filter((word) => word.length > 2);

const before =
  "Tell |Ask |Hi |Dear |Hello |from |by |with |to |I am |I'm |I'm |This is |My name is |my name is |my friend |Dr. |Prof. |Contact |contact person: |Name: |Attn: |attention |Attention: |Guest |guest name |Passenger |signed by |Signed, |Spoke with |We spoke with |spoke to |Emailed |Called |Talked to |Refund issued to |Ship to |Bill to: |Deliver to |Assigned to |Escalated by |owner |Owner: |Patient |Customer |customer |Client |our client |client |my neighbour |my wife |my wife, |his wife |her husband |my husband |my husband, |my son |my father |my mother |my daughter |on behalf of |on behalf of my father |my boss |my colleague |our colleague |our manager |relationship manager |Our relationship manager |account manager |branch manager |The agent, |The guest |The beneficiary is |the guarantor is |beneficiary |guarantor |under the name |booked for |in the name of |name of |forward this to |please contact |Please contact |Please call |please remind |Could you remind |reach |for urgent matters reach |Thanks, |Thank you,\n|Regards,\n|Best regards,\n|Kind regards,\n|Best,\n|Sincerely,\n|Yours faithfully,\n|The courier |The parcel was signed by |met |cc |Cc: |From: |To: |Hi team, |Hi all, |Hello team, |Morning, |Thanks for waiting. |Note: |FYI, |Update: |. |; |: |请联系|我叫|找|客户|租客：|辛苦|麻烦|联系|转给|投保人 |旅客 |经办 ||||\n|, |and |or |that |because ".split(
    '|',
  );
const after =
  " has not received his refund| has not received her card| hasn't paid| is waiting| will call| said yes| says the code never arrived| rescheduled|, order| the visa is ready| about it| called| called twice this morning| called again| left| has an appointment| wrote| writes| about the refund|'s order|’s account|'s card| will sign| at number 9| at the Pudong branch| from the Pudong branch asked| from compliance| in compliance has released| on Tuesday| on Monday| is on leave| is out of office| is confirmed| disputes two charges| would like to| wants to| wants a call back| needs| cannot log in| cannot access| lost his card| lost her phone| confirmed| reports| reported| requested| complained| and| and Mr. Lee| or|, who|, calling| (VIP)| (agent)| <|: | from Lagos| from Mumbai| here| asked| asked whether| joined| will join| to bring| to sign| back at| before| for| by email|.|.|,|,|;|\n|\nManager| |。|，|先生|的订单|来电|说|回来再定|回复了|那边|这个|跟进|老师|在负责|已确认|的账户|签收|给我催一下|帮忙看下|,\n|!| please| via| at +65| 1|, mobile".split(
    '|',
  );
const companies =
  'Team Department Branch Road Street Bank Group Limited Insurance Securities Capital Centre Tower Plaza Holdings Hotel Hospital School College Avenue Park Airport Station Express Logistics Services Foundation Clinic Mall Terminal Index Report Statement Festival University Airlines Telecom Electronics Cosmetics'.split(
    ' ',
  );

/** Words in title case, and companies and places that bear names: no people. */
function title(random: Random): string {
  const word = (): string => capital(random.pick(plainWords));
  const roll = random.next();
  if (roll < 0.35) return Array.from({ length: 2 + random.below(3) }, word).join(' ');
  if (roll < 0.5) return `${word()} ${random.pick(companies)}`;
  if (roll < 0.62)
    return `${random.pick([spliced(random, allLast), random.pick(allLast)])} ${random.pick(companies)}`;
  if (roll < 0.7) return `${spliced(random, allLast)} ${word()} ${random.pick(companies)}`;
  if (roll < 0.78) return `${word()} ${random.pick(plainWords)}`;
  if (roll < 0.86) return `${random.pick(plainWords)} ${word()}`;
  return `${random.pick(plainWords)} ${random.pick(plainWords)}`;
}

/** Names from all over the world in short sentences; beside them single names with a title, and words in capitals. */
export function world(random: Random, count: number): Sample[] {
  return Array.from({ length: count }, () => {
    let text = '';
    const entities: Entity[] = [];
    for (let i = 1 + random.below(2); i > 0; i -= 1) {
      const roll = random.next();
      if (!random.chance(0.16)) text += random.pick(before);
      if (roll < 0.14) {
        const alone = random.chance(0.5)
          ? random.pick(allLast)
          : capital(random.pick(people.pinyinName(random).split(' ')));
        text += `${random.pick(['Mr. ', 'Mrs. ', 'Ms. ', 'Mr ', 'Miss ', 'Dr. '])}${alone}`;
      } else if (roll < 0.42) text += title(random);
      else {
        const name = worldName(random);
        entities.push({ type: 'PERSON', start: text.length, end: text.length + name.length });
        text += name;
      }
      text += random.pick(after);
      if (i > 1) text += random.chance(0.5) ? ' ' : ` ${random.pick(plainWords)} ${random.pick(plainWords)} `;
    }
    return { text, entities };
  });
}
