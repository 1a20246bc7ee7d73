import { describe, expect, it } from 'vitest';
import { createFormat } from './use-format.ts';

const en = createFormat('en', 'local');
const zh = createFormat('zh-CN', 'utc');

describe('numbers for people', () => {
	it('durations are told in the unit that fits', () => {
		expect([0.42, 8.25, 412, 3200, 59_400, 61_000, 3_600_000, 7_512_000, 90_000_000].map(en.duration)).toEqual([
			'0.42 ms',
			'8.3 ms',
			'412 ms',
			'3.2 sec',
			'59 sec',
			'1 min 1 sec',
			'1 hr',
			'2 hr 5 min',
			'1 day 1 hr',
		]);
	});

	it('a Chinese unit stands apart from its figure', () => {
		expect([0.42, 1300, 61_000, 7_512_000, 90_000_000].map(zh.duration)).toEqual([
			'0.42 毫秒',
			'1.3 秒',
			'1 分钟 1 秒',
			'2 小时 5 分钟',
			'1 天 1 小时',
		]);
	});

	it('sizes are told in binary steps', () => {
		expect([0, 1023, 1024, 1536, 16 * 1024 * 1024, 3.5 * 1024 ** 3].map(en.bytes)).toEqual([
			'0 B',
			'1,023 B',
			'1 kB',
			'1.5 kB',
			'16 MB',
			'3.5 GB',
		]);
	});

	it('units are named in the language', () => {
		expect(['megabyte', 'minute', 'hour'].map(en.unitName)).toEqual(['MB', 'min', 'hr']);
		expect(['megabyte', 'minute', 'hour'].map(zh.unitName)).toEqual(['MB', '分钟', '小时']);
	});

	it('times are told as was chosen, in the chosen language', () => {
		const at = Date.UTC(2026, 0, 2, 3, 4, 5);
		expect(zh.time(at)).toContain('03:04:05');
		expect(createFormat('en', 'relative').time(Date.now() - 120_000)).toBe('2 min. ago');
		expect(createFormat('zh-CN', 'relative').time(Date.now() - 120_000)).toBe('2 分钟前');
	});
});
