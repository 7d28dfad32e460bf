type Unit = 'province' | 'city' | 'district' | 'street';

const order: readonly Unit[] = ['province', 'city', 'district', 'street'];

const municipality = /^(?:北京|上海|天津|重庆)(?:市)?/u;
const province =
  /^(?:河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门)(?:省|(?:壮族|回族|维吾尔)?自治区|特别行政区)?/u;
const city = /^[^区县路街巷号村\P{Script=Han}]{2,7}?(?:市|自治州|地区|盟)/u;
const district = /^(?:\p{Script=Han}{2,10}?自治[县旗]|\p{Script=Han}{1,5}?[区县旗市])/u;
const street = /^\p{Script=Han}{1,8}?(?:街道|大道|大街|[路街巷镇乡])/u;

const notACity = /(?:超|门|菜|夜|早|城|集)市$/u;
// An estate's part (世纪花园东区, 翠苑一区) or kind (小区) ends like a district; 江北区 is one. What is lost shows less.
const notADistrict =
  /(?:[小社园校厂库景街片山矿林牧院宿活]区|[一二三四五六七八九十]区|(?:^|..)[东南西北上下]区|[超门菜夜早集]市)$|.[路街巷弄号栋幢室楼村]/u;

/** How much of the address each level of unit takes, in code units; a level that is not there ends the list. */
function units(address: string): readonly number[] {
  const ends: number[] = [];
  let at = 0;
  const capital = municipality.exec(address);
  const outer = capital ?? province.exec(address);
  if (outer !== null) at = outer[0].length;
  ends.push(at);
  const town = capital === null ? city.exec(address.slice(at)) : null;
  if (town !== null && !notACity.test(town[0])) at += town[0].length;
  // Without a province or a city before it, a word that ends like a district may be an estate.
  if (at === 0) return [];
  ends.push(at);
  const county = district.exec(address.slice(at));
  if (county === null || notADistrict.test(county[0])) return ends;
  at += county[0].length;
  ends.push(at);
  const road = street.exec(address.slice(at));
  if (road !== null) ends.push(at + road[0].length);
  return ends;
}

/** Keeps an address down to a unit; null when not even the province or the city is known. */
export function keepRegion(address: string, to: Unit): string | null {
  const found = units(address);
  const at = found[Math.min(order.indexOf(to), found.length - 1)];
  return at === undefined || at === 0 ? null : `${address.slice(0, at)}******`;
}
