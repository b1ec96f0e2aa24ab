// districts.js: gives the districts of the maps their English names, with the npm package pinyin-pro 3.29.4
//
// SPDX-License-Identifier: GPL-3.0-or-later
//
//     cd /tmp && npm install pinyin-pro@3.29.4
//     NODE_PATH=/tmp/node_modules node data/maps/districts.js data/maps
//
// It writes districts.tsv: the map, the Chinese name, the English one, for convert.py to put into the maps. Most names
// are pinyin, without what kind of place it is: “Guangzhou” for 广州市, “Dehong” for 德宏傣族景颇族自治州. Those that
// have a spelling of their own are in a table here, and so are readings that go by no rule.

const fs = require('fs')
const path = require('path')
const { pinyin } = require('pinyin-pro')

// Names of Mongolian, Tibetan, Uyghur and Kazakh places as atlases spell them, and what else is not pinyin.
const SPELLINGS = {
  'inner-mongolia': {
    呼和浩特市: 'Hohhot', 鄂尔多斯市: 'Ordos', 呼伦贝尔市: 'Hulunbuir', 巴彦淖尔市: 'Bayannur',
    乌兰察布市: 'Ulanqab', 兴安盟: 'Hinggan', 锡林郭勒盟: 'Xilingol', 阿拉善盟: 'Alxa',
  },
  heilongjiang: { 哈尔滨市: 'Harbin', 齐齐哈尔市: 'Qiqihar', 大兴安岭地区: 'Da Hinggan' },
  tibet: {
    拉萨市: 'Lhasa', 日喀则市: 'Shigatse', 昌都市: 'Qamdo', 那曲地区: 'Nagqu', 阿里地区: 'Ngari',
    林芝市: 'Nyingchi',
  },
  qinghai: { 果洛藏族自治州: 'Golog' },
  sichuan: { 阿坝藏族羌族自治州: 'Ngawa', 甘孜藏族自治州: 'Garzê' },
  xinjiang: {
    乌鲁木齐市: 'Ürümqi', 克拉玛依市: 'Karamay', 吐鲁番市: 'Turpan', 博尔塔拉蒙古自治州: 'Bortala',
    巴音郭楞蒙古自治州: 'Bayingolin', 阿克苏地区: 'Aksu', 克孜勒苏柯尔克孜自治州: 'Kizilsu', 喀什地区: 'Kashgar',
    和田地区: 'Hotan', 伊犁哈萨克自治州: 'Ili', 阿勒泰地区: 'Altay', 阿拉尔市: 'Aral', 图木舒克市: 'Tumxuk',
    可克达拉市: 'Kokdala',
  },
  taiwan: {
    高雄市: 'Kaohsiung', 屏东县: 'Pingtung', 台南市: 'Tainan', 新竹市: 'Hsinchu City', 新竹县: 'Hsinchu County',
    宜兰县: 'Yilan', 基隆市: 'Keelung', 苗栗县: 'Miaoli', 台北市: 'Taipei', 新北市: 'New Taipei',
    桃园市: 'Taoyuan', 彰化县: 'Changhua', 嘉义县: 'Chiayi County', 嘉义市: 'Chiayi City', 花莲县: 'Hualien',
    南投县: 'Nantou', 台中市: 'Taichung', 云林县: 'Yunlin', 台东县: 'Taitung', 澎湖县: 'Penghu',
    金门县: 'Kinmen', 连江县: 'Lienchiang', 中国属钓鱼岛: 'Diaoyu Islands',
  },
  'hong-kong': {
    中西区: 'Central and Western', 湾仔区: 'Wan Chai', 东区: 'Eastern', 南区: 'Southern', 油尖旺区: 'Yau Tsim Mong',
    深水埗区: 'Sham Shui Po', 九龙城区: 'Kowloon City', 黄大仙区: 'Wong Tai Sin', 观塘区: 'Kwun Tong',
    荃湾区: 'Tsuen Wan', 屯门区: 'Tuen Mun', 元朗区: 'Yuen Long', 北区: 'North', 大埔区: 'Tai Po',
    西贡区: 'Sai Kung', 沙田区: 'Sha Tin', 葵青区: 'Kwai Tsing', 离岛区: 'Islands',
  },
  macau: {
    花地玛堂区: 'Nossa Senhora de Fátima', 花王堂区: 'Santo António', 望德堂区: 'São Lázaro', 大堂区: 'Sé',
    风顺堂区: 'São Lourenço', 嘉模堂区: 'Nossa Senhora do Carmo', 路凼填海区: 'Cotai',
    圣方济各堂区: 'São Francisco Xavier',
  },
}

// Readings that are right elsewhere, and not in these places.
const READINGS = { 丰都: 'feng du', 闵行: 'min hang' }

const PEOPLES = ['蒙古族', '蒙古', '藏族', '回族', '苗族', '侗族', '布依族', '土家族', '彝族', '黎族', '羌族', '朝鲜族',
  '哈尼族', '壮族', '傣族', '白族', '景颇族', '傈僳族', '哈萨克', '柯尔克孜']
const KINDS = ['自治州', '自治县', '地区', '林区', '新区', '市', '县', '区', '盟']

function strip (name) {
  const kind = KINDS.find(kind => name.endsWith(kind)) || ''
  let stem = name.slice(0, name.length - kind.length)
  for (let found = true; kind.startsWith('自治') && found;) {
    found = false
    for (const people of PEOPLES) {
      if (stem.endsWith(people) && stem.length > people.length) {
        stem = stem.slice(0, -people.length)
        found = true
      }
    }
  }
  // 忠县 is Zhongxian: a name of one character is not said alone.
  return stem.length > 1 ? stem : name
}

// As Hanyu Pinyin joins syllables: those that begin with a vowel have an apostrophe before them.
function romanize (stem) {
  const syllables = stem in READINGS ? READINGS[stem].split(' ') : pinyin(stem, { toneType: 'none', type: 'array' })
  const joined = syllables.map((one, i) => (i > 0 && /^[aoe]/.test(one) ? '’' : '') + one).join('')
  return joined[0].toUpperCase() + joined.slice(1)
}

const folder = process.argv[2]
const lines = []
for (const file of fs.readdirSync(folder).sort()) {
  const map = path.basename(file, '.json')
  if (!file.endsWith('.json') || map === 'china' || map === 'world') {
    continue
  }
  for (const feature of JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8')).features) {
    const name = feature.properties.name
    lines.push([map, name, (SPELLINGS[map] || {})[name] || romanize(strip(name))].join('\t'))
  }
}
fs.writeFileSync(path.join(folder, 'districts.tsv'), lines.join('\n') + '\n')
