// What the redactor finds and what it leaves alone, by kind: small texts and what becomes of them.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Guest, samplePlugin } from '../support/guests/guest-harness.ts';

const module = samplePlugin('pii-redactor');
const masks = Guest.start(module);
const salt = 'pepper';
const hashes = Guest.start(module, { config: { email: 'hash', phone: 'hash', card: 'hash', salt, hash_length: 12 } });
const redactedBy =
	(guest: Guest) =>
	(text: string): string =>
		(guest.records('process_data', [{ text }])[0] as { readonly text: string }).text;
const redact = redactedBy(masks);
const hash = redactedBy(hashes);
const token = (kind: string, value: string): string =>
	`${kind}_${createHash('sha256').update(salt).update(value).digest('hex').slice(0, 12)}`;

const card = token('card', '4111111111111111');
const bob = token('email', 'bob@example.com');
const jane = token('email', 'jane.doe@example.com');
const berlin = token('phone', '+4930901820');

describe('cards', () => {
	it.each([
		['directly behind words without spaces', '卡号4111111111111111', `卡号${card}`],
		['in quotes', '“4111 1111 1111 1111”', `“${card}”`],
		['behind a dash', '—4111111111111111', `—${card}`],
		['with no-break spaces', '4111\u00a01111\u00a01111\u00a01111', card],
		['with no-break hyphens', '4111\u20111111\u20111111\u20111111', card],
		['with tabs', '4111\t1111\t1111\t1111', card],
		['with dots', '4111.1111.1111.1111', card],
		['with strokes', '4111/1111/1111/1111', card],
		['with dashes between spaces', '4111 - 1111 - 1111 - 1111', card],
		['with several separators', '4111 1111-1111 1111', card],
		['with underscores', '4111_1111_1111_1111', card],
		['with the pluses of a link', 'card=4111+1111+1111+1111&x', `card=${card}&x`],
		['with a bracket', '(4111) 1111 1111 1111', card],
		['in full width', '４１１１１１１１１１１１１１１１', card],
		['in Arabic digits', '٤١١١ ١١١١ ١١١١ ١١١١', card],
		['behind a number and a comma', 'row 17,4111111111111111,2027-01', `row 17,${card},2027-01`],
		['behind a number and a colon', '17:4111111111111111', `17:${card}`],
		['behind another group', 'qty 6 4111 1111 1111 1111', `qty 6 ${card}`],
		['behind a group that passes the check with it by chance', '5019 4111 1111 1111 1111', `5019 ${card}`],
		['before a date', '4111 1111 1111 1111 12/27', `${card} 12/27`],
		['before three more digits', '4111 1111 1111 1111 123', `${card} 123`],
		['behind a country code', '+49 4111 1111 1111 1111', `+49 ${card}`],
		['beside a phone number', '+49 30 901820 4111 1111 1111 1111', `${berlin} ${card}`],
		['glued to a word', 'Visa4111111111111111', `Visa${card}`],
		['in a name', 'cc_4111111111111111.pdf', `cc_${card}.pdf`],
		['as an amount', '4111111111111111.00', `${card}.00`],
		['of 13 digits', '4222222222222', token('card', '4222222222222')],
		['of 14 digits in three groups', '3056 930902 5904', token('card', '30569309025904')],
		['of 15 digits in three groups', '3782 822463 10005', token('card', '378282246310005')],
	])('%s', (_, text, expected) => {
		expect(hash(text)).toBe(expected);
	});

	it('keep their last four digits at most', () => {
		expect(redact('qty 6 4111 1111 1111 1111')).toBe('qty 6 **** **** **** 1111');
		expect(redact('4111111111111111,5500000000000004')).toBe('************1111,************0004');
		expect(redact('5555 5555 5555 4444 4111 1111 1111 1111')).toBe('**** **** **** 4444 **** **** **** 1111');
		expect(redact('４１１１１１１１１１１１１１１１')).toBe('************１１１１');
	});

	it.each([
		...['0.250750683890174', '0,250750683890174', '3.14159265358979', 'a1b2c34111111111111111ff'],
		...['1336016856420878523610405373190206853470', '4111 111.111.111.111', '1Z999AA10123456784'],
		...['DE89 3704 0044 0532 0130 00', 'DE89370400440532013000', '550e8400-e29b-41d4-a716-446655440000'],
	])('are not in %s', (text) => {
		expect(redact(text)).toBe(text);
	});
});

describe('phone numbers', () => {
	const office = token('phone', '+12125550147');
	it.each([
		['behind a full-width colon', '：+86 138 0013 8000', `：${token('phone', '+8613800138000')}`],
		[
			'behind a no-break space',
			'Tél.\u00a0:\u00a0+33 1 23 45 67 89',
			`Tél.\u00a0:\u00a0${token('phone', '+33123456789')}`,
		],
		['with en dashes', '212–555–0147', office],
		['in a list', '212-555-0147,212-555-0147', `${office},${office}`],
		['in a list of spaces', '212-555-0147 212-555-0147', `${office} ${office}`],
		['with an extension', '212-555-0147x28', `${office}x28`],
		['with an extension in letters', '(212) 555-0147ext. 210', `${office}ext. 210`],
		['before a glued word', '212-555-0147Thanks', `${office}Thanks`],
		['in North America with and without its country', '+1 (212) 555-0147 1-212-555-0147', `${office} ${office}`],
		['with its country in brackets', '(+49) 30 901820', berlin],
		['with dashes as in Japan', '+49ー30ー901820', berlin],
		['one glued to another', '+4930901820+4930901820', `${berlin}${berlin}`],
		['in a bracket of the text', '(1-212-555-0147)', `(${office})`],
		['with 00 for the plus', '0049 30 901820', berlin],
		['with a trunk zero', '+49 (0) 30 901820', berlin],
		['with a trunk zero and no spaces', '+49(0)30901820', berlin],
		['in full width', '＋４９ ３０ ９０１８２０', berlin],
		['between marks of direction', '\u202a+49 30 901820\u202c', `\u202a${berlin}\u202c`],
		['glued to a word', 'Tel+4930901820', `Tel${berlin}`],
		['behind an escaped line end', '\\n+49 30 901820', `\\n${berlin}`],
		['before a date', '+49 30 901820 2024-01-01 10:00', `${berlin} 2024-01-01 10:00`],
		[
			'beside another',
			'030 901820 / 0170 1234567',
			`${token('phone', '030901820')} / ${token('phone', '01701234567')}`,
		],
		['as registries write them', '+1.2125550147', office],
		['in Spain and Poland', '+34 612 345 678', token('phone', '+34612345678')],
	])('%s', (_, text, expected) => {
		expect(hash(text)).toBe(expected);
	});

	it.each([
		...[
			'at +48.85661400, +2.35222190',
			'+48.856614001, +2.352221901',
			'Order 00123456789 shipped',
			'order #0123456789',
		],
		...['订单号：0123456789', 'grew by +100 000 000 last year', '+250 000 500 people', '+1.234.567,89', '0.0730543183'],
		...['1998-06-12 12.06.1998', '01.02.03 04.05.06', 'Tue 02 20:17:00 CST 2026', 'hosted-eu-20260812-09'],
		...[
			'978-2-06-568760-3',
			'x0123456789',
			'2024 1130 0917',
			'5 + 20010101',
			'100+200 12345',
			'010.020.030.040',
			'030_901820',
		],
	])('are not in %s', (text) => {
		expect(redact(text)).toBe(text);
	});
});

describe('addresses', () => {
	const whole = (address: string): readonly [string, string] => [address, token('email', address.toLowerCase())];
	it.each<readonly [string, string]>([
		whole('bounces+7f3-jane.doe=example.org@lists.example.com'),
		whole('list-return-123-jane=example.org@lists.example.com'),
		whole('prvs=1234567890=jane@example.com'),
		whole('customer/department=shipping@example.com'),
		whole('$A12345@example.com'),
		whole("!#$%&'*+-/=?^_`{}|~@example.org"),
		whole('R&D@example.com'),
		whole('用户@例子.公司'),
		whole('иван@почта.рф'),
		whole('bob@bücher.example'),
		whole('user@[10.0.0.5]'),
		whole('user@[IPv6:2001:db8::1]'),
		whole('admin@localhost'),
		['ÉMILE@example.com', token('email', 'émile@example.com')],
		['"john doe"@example.com', token('email', 'john doe@example.com')],
		['"jane.doe"@example.com', jane],
		['jane.doe＠example.com', jane],
		['jane.doe (at) example (dot) com', jane],
		['jane [dot] doe [at] example [dot] com', jane],
		['jane.doe(at)example.com', jane],
		['jane.doe(@)example.com', jane],
		['jane.doe%40example.com', jane],
		['jane%2Edoe%40example.com', jane],
		['b\u00adob@exa\u200bmple.com', bob],
	])('%s is one, as a whole', (text, expected) => {
		expect(hash(text)).toBe(expected);
		expect(hash(`see ${text}, please`)).toBe(`see ${expected}, please`);
	});

	it.each([
		...['请联系|谢谢', '連絡先は|まで', '으로|으로', 'ส่งถึง|ครับ', 'Пишите|', '👩|👩', '你好！|。再见', '|.谢谢'],
		...['**|**', '_|_', '`|`', "'|'", '{|}', '~|~', '#tag |', '<|>', '(|)', '"|"', "to='|'"],
		...[
			'to=|',
			'reply-to=|',
			'?a=1&to=|&x=2',
			'https://x.example/u?email=|',
			'mailto:|?subject=x',
			'/home/|/x',
			'\\n|',
		],
		...['a;|;b', '17,|,x', '17;|', 'alice,|', '|2024', '|-work', '|_x', 'user:|:25'],
	])('leave what stands around them: %s', (around) => {
		const text = around.replace('|', 'bob@example.com');
		expect(hash(text)).toBe(around.replace('|', bob));
	});

	it('are told from the columns of a table', () => {
		expect(hash('name|bob@example.com|x')).toBe(`name|${bob}|x`);
		expect(hash('17|bob@example.com')).toBe(`17|${bob}`);
	});

	it.each([
		...['lodash@4.17.21-beta.1', 'foo@1.0.0-alpha.beta', '@types/node@20.1.0', 'pkg@v1.2.3-rc.beta', 'icon@2x.png'],
		...[
			'https://social.example/@user.name',
			'tube.example/@name.tv',
			"'@scope.name/x'",
			'user@web01',
			'vue@next',
			'bob@[not an ip]',
		],
	])('are not in %s', (text) => {
		expect(redact(text)).toBe(text);
	});

	it('may have hosts of one label where that is wanted', () => {
		const guest = Guest.start(module, { config: { bare_hosts: true } });
		expect(redactedBy(guest)('root@web1 root@mailhost')).toBe('root@web1 r***@***');
	});
});

describe('records', () => {
	const lines = (guest: Guest, text: string): string => guest.call('process_data', text).text;

	it('hide numbers that are cards, however they are written, in every row of a column', () => {
		const rows = [
			'4111111111111111',
			'340000000000009',
			'30569309025904',
			'4111111111111111.0',
			'4.111111111111111e15',
		];
		const shown = rows.map((row) => lines(masks, `{"card":${row}}\n`));
		expect(shown).toEqual([
			'{"card":"************1111"}\n',
			'{"card":"***********0009"}\n',
			'{"card":"**********5904"}\n',
			'{"card":"************1111"}\n',
			'{"card":"************1111"}\n',
		]);
		for (const row of ['4111111111111111', '4111111111111111.0', '4.111111111111111e+15']) {
			expect(lines(hashes, `{"a":[{"card":${row}}]}\n`)).toBe(`{"a":[{"card":"${card}"}]}\n`);
		}
	});

	it('keep other numbers, byte for byte', () => {
		const text = '{"a":1767225600000,"b":4111111111111111.5,"c":4.1e15,"d":-4111111111111111,"e":411111111111111e9}\n';
		expect(lines(masks, text)).toBe(text);
		const off = Guest.start(module, { config: { card: 'off' } });
		expect(lines(off, '{"a":4111111111111111}\n')).toBe('{"a":4111111111111111}\n');
	});

	it('hide a field that stands twice, both times', () => {
		const guest = Guest.start(module, { config: { fields: ['note', 'c.note'] } });
		expect(lines(guest, '{"note":"bob@example.com","x":"a@b.com","note":"bob@example.com"}\n')).toBe(
			'{"note":"b***@***.com","x":"a@b.com","note":"b***@***.com"}\n',
		);
		expect(lines(guest, '{"c":{"note":"a@b.com","note":1},"c":{"n\\u006fte":"a@b.com","x":"a@b.com"}}\n')).toBe(
			'{"c":{"note":"a***@***.com","note":1},"c":{"n\\u006fte":"a***@***.com","x":"a@b.com"}}\n',
		);
	});

	it('are followed into lists by the paths of fields', () => {
		const guest = Guest.start(module, { config: { fields: ['contacts.note', 'list.1', 'a.b'] } });
		const record = {
			contacts: [{ note: 'a@b.com', x: 'a@b.com' }, [{ note: 'a@b.com' }], 'a@b.com'],
			list: ['a@b.com', 'a@b.com'],
			'a.b': 'a@b.com',
			a: { b: ['a@b.com', { c: 'a@b.com' }] },
		};
		const hidden = 'a***@***.com';
		expect(guest.records('process_data', [record])).toEqual([
			{
				contacts: [{ note: hidden, x: 'a@b.com' }, [{ note: hidden }], 'a@b.com'],
				list: ['a@b.com', hidden],
				'a.b': hidden,
				a: { b: [hidden, { c: hidden }] },
			},
		]);
	});

	it('are read however deep lists lie in lists', () => {
		const guest = Guest.start(module, { config: { fields: ['a.b'] } });
		const deep = `{"a":${'['.repeat(5000)}{"b":"bob@example.com"}${']'.repeat(5000)}}\n`;
		expect(lines(guest, deep)).toBe(deep.replace('bob@example.com', 'b***@***.com'));
	});

	it('are gone through in good time, whatever they hold', () => {
		// Work that grew with the square of the length would take minutes.
		const worst = ['3/', '41 ', '4 ', '00 ', '5-', '12.12.12.', 'a@a.', 'a%40', '(at) a dot ', '"@', '４ ', 'é@'];
		for (const unit of worst) {
			const text = unit.repeat(Math.ceil(400_000 / unit.length));
			expect(redact(text).length).toBeGreaterThan(0);
		}
	}, 60_000);

	it('that never have a field that is named are told of', () => {
		const guest = Guest.start(module, { config: { fields: ['note', 'contact.note'] } });
		guest.records('process_data', [{ note: 'x' }, { contact: 'x' }]);
		guest.call('plugin_cleanup');
		const warnings = guest.logs.filter(({ level }) => level === 'warn').map(({ message }) => message);
		expect(warnings).toEqual(['no record had "contact.note", which is one of the fields to look at']);
	});
});
