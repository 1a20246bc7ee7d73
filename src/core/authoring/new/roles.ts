import type { JsonValue } from '../../../shared/errors/errors.ts';
import type { CaseOutcome } from '../../../shared/plugin/authoring/authoring.ts';
import type { ComponentType } from '../../../shared/plugin/component-type.ts';

/** What a new plugin of a role does, until its author changes it. All languages do the same. */
export interface RoleStart {
	readonly does: string;
	readonly doesZh: string;
	readonly config: Readonly<Record<string, JsonValue>>;
	/** The schema of that one key. */
	readonly schema: Readonly<Record<string, JsonValue>>;
	/** Below its data folder, which it asks for. */
	readonly folder?: string;
	readonly records: readonly JsonValue[] | null;
	/** With the configuration above. */
	readonly expected: CaseOutcome;
}

const records = [
	{ city: 'Oslo', degrees: 4 },
	{ city: 'Lima', degrees: 19 },
	{ city: 'Oslo', degrees: -2 },
];
const words = (
	title: string,
	description: string,
	zh: readonly [string, string],
): Readonly<Record<string, JsonValue>> => ({
	...{ title, description },
	'x-translations': { 'zh-CN': { title: zh[0], description: zh[1] } },
});

export const roleStarts: Readonly<Record<ComponentType, RoleStart>> = {
	source: {
		does: 'Counts: a record for each number.',
		doesZh: '计数：每个数字一条记录。',
		config: { count: 3 },
		schema: {
			...{ type: 'integer', minimum: 0, maximum: 1_000_000, default: 3 },
			...words('Count', 'How many records it gives.', ['数量', '生成的记录数。']),
		},
		records: null,
		expected: { output: [{ n: 1 }, { n: 2 }, { n: 3 }] },
	},
	processor: {
		does: 'Of every few records, passes on the first.',
		doesZh: '每隔若干条记录输出一条。',
		config: { every: 2 },
		schema: {
			...{ type: 'integer', minimum: 1, maximum: 1_000_000, default: 2 },
			...words('Every', 'Of so many records, the first is passed on.', ['间隔', '每多少条记录输出一条。']),
		},
		records,
		expected: { output: records.filter((_, at) => at % 2 === 0) },
	},
	transformer: {
		does: 'Numbers the records.',
		doesZh: '为记录编号。',
		config: { first: 1 },
		schema: {
			...{ type: 'integer', minimum: 0, maximum: 1_000_000, default: 1 },
			...words('First number', 'The number of the first record.', ['起始编号', '第一条记录的编号。']),
		},
		records,
		expected: { output: records.map((record, at) => ({ number: at + 1, record })) },
	},
	filter: {
		does: 'Keeps the records that contain a text.',
		doesZh: '保留包含指定文本的记录。',
		config: { contains: 'Oslo' },
		schema: {
			...{ type: 'string', maxLength: 200 },
			...words('Contains', 'Records without this text are dropped.', ['包含', '不含此文本的记录会被丢弃。']),
		},
		records,
		expected: { output: records.filter(({ city }) => city === 'Oslo') },
	},
	aggregator: {
		does: 'Counts the records.',
		doesZh: '统计记录数。',
		config: { as: 'records' },
		schema: {
			...{ type: 'string', maxLength: 50, default: 'records' },
			...words('Name', 'The field that the count is given in.', ['名称', '结果所用的字段名。']),
		},
		records,
		expected: { output: [{ records: records.length }] },
	},
	destination: {
		does: 'Writes the records to a file, one on each line.',
		doesZh: '将记录写入文件，每行一条。',
		config: { path: 'out/records.ndjson' },
		schema: {
			...{ type: 'string', minLength: 1, maxLength: 500, default: 'out/records.ndjson' },
			...words('Path', 'The file that it writes.', ['路径', '要写入的文件。']),
		},
		folder: './out/',
		records,
		expected: { files: { 'out/records.ndjson': records.map((record) => `${JSON.stringify(record)}\n`).join('') } },
	},
};
