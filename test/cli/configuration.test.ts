import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pluginFolder } from '../support/scratch/plugin-folder.ts';
import { answering } from '../support/scratch/scratch-core.ts';
import { runCliHere } from '../support/terminal/cli-here.ts';

const folder = mkdtempSync(join(tmpdir(), 'dataflare-cli-config-'));
const groupBy = resolve(import.meta.dirname, '../../resources/plugins/group-by');
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeAll(async () => {
	const installed = await runCliHere(folder, ['install', groupBy, '--yes', '--grant', 'requested']);
	expect(installed.err).toBe('');
});

describe('the command line', () => {
	it('lists what a plugin can be configured with, lists of objects included, and gives its schema', async () => {
		const { out, code } = await runCliHere(folder, ['inspect', 'group-by', '--config']);
		expect(code).toBe(0);
		const line = (name: string) => out.split('\n').find((each) => each.startsWith(`${name} `)) ?? '';
		expect(out.split('\n')[0]).toMatch(/^NAME +TYPE +DEFAULT +REQUIRED +ABOUT/);
		// Its manifest has one of its own.
		expect(line('group_by')).toMatch(/^group_by +list of text +\[\] +— +The fields to group by\./);
		expect(line('max_groups')).toMatch(/^max_groups +whole number +100000 +—/);
		expect(line('aggregates[].op')).toMatch(/"count" or "sum".* yes /);
		const json = JSON.parse((await runCliHere(folder, ['--json', 'inspect', 'group-by', '--config'])).out);
		expect(Object.keys(json.data.properties)).toEqual(['group_by', 'aggregates', 'exact_values', 'max_groups']);
	});

	it('shows what a plugin says of itself in the language of the settings', async () => {
		await runCliHere(folder, ['settings', 'set', 'language', 'zh-CN']);
		const about = (await runCliHere(folder, ['inspect', 'group-by'])).out;
		const configuration = (await runCliHere(folder, ['inspect', 'group-by', '--config'])).out;
		await runCliHere(folder, ['settings', 'set', 'language', 'en']);
		expect(about).toContain('Described by its author: "按字段对记录分组');
		expect(configuration).toMatch(/^max_groups +whole number +100000 .*组数超过此值时会报错/m);
		expect((await runCliHere(folder, ['inspect', 'group-by'])).out).toContain('Groups records by field');
	});

	it('says of one without a schema that it has none', async () => {
		const bare = await pluginFolder(folder, 'bare', answering('{}'), { config: { a: 1 } });
		expect((await runCliHere(folder, ['inspect', bare, '--config'])).out).toBe(
			'bare has no usable configuration schema, so its configuration is plain JSON.\nIts default configuration: {"a":1}\n',
		);
	});

	it('names the field that is wrong, what was meant, and where to look', async () => {
		const wrong = ['call', 'group-by', 'aggregate_data', '[]', '--config', '{"max_group":3}'];
		const { code, err } = await runCliHere(folder, wrong);
		expect(code).not.toBe(0);
		expect(err).toContain('group-by: config.max_group: is not a known key (did you mean "max_groups"?).');
		expect(err).toContain('Write "max_groups" instead. `dataflare inspect group-by --config` lists what it takes.');
	});

	it('calls with another configuration for that call alone', async () => {
		const rows = '[{"a":1},{"a":2}]';
		const few = await runCliHere(folder, [
			'call',
			'group-by',
			'aggregate_data',
			rows,
			'--config',
			'{"group_by":["a"],"max_groups":1}',
		]);
		expect(few.err).toContain('there are more than 1 groups');
		expect((await runCliHere(folder, ['call', 'group-by', 'aggregate_data', rows])).code).toBe(0);
	});
});
