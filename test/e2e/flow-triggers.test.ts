import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newRunId } from '../../src/shared/run/run-id.ts';
import { expectNoAxeViolations } from '../support/browser/axe.ts';
import { type BrowserFace, openFace } from '../support/browser/faces.ts';
import { askCore } from '../support/scratch/plugin-folder.ts';

const made = mkdtempSync(join(tmpdir(), 'dataflare-flow-triggers-'));
const place = (name: string): string => join(made, name);
const failed = newRunId();
let face: BrowserFace;

beforeAll(async () => {
	mkdirSync(place('inbox'));
	mkdirSync(place('out'));
	writeFileSync(place('bad.ndjson'), '{"n":1}\n{"n":\n');
	face = await openFace('browser', async (core) => {
		for (const name of ['nightly', 'files', 'paused', 'plain']) {
			const components = [
				{ name: 'in', use: 'read-file', config: { path: place('bad.ndjson') } },
				{ name: 'out', use: 'write-file', inputs: ['in'], config: { path: place(`out/${name}.ndjson`) } },
			];
			await askCore(core, 'flows.save', { flow: { definition: { name, components } as never } });
		}
		await core.request('flows.run', { flow: { name: 'nightly' }, runId: failed });
		const nightly = { kind: 'schedule' as const, when: { cron: '30 2 * * *' } };
		await askCore(core, 'triggers.set', { flow: 'nightly', trigger: nightly });
		await askCore(core, 'triggers.set', { flow: 'paused', trigger: nightly, active: false });
		const trigger = { kind: 'folder' as const, folder: place('inbox'), component: 'in' };
		await askCore(core, 'triggers.set', { flow: 'files', trigger });
		await askCore(core, 'settings.set', { key: 'first_start_done', value: true });
	});
	rmSync(place('inbox'), { recursive: true });
	const file = new Database(join(face.folder, 'dataflare.db'));
	file
		.prepare("UPDATE flow_triggers SET missed = 1234, last_run = ?, last_at = ? WHERE flow = 'nightly'")
		.run(failed, Date.now());
	file.close();
});
afterAll(async () => {
	await face.close();
	rmSync(made, { recursive: true, force: true });
});

const words = {
	en: {
		title: 'Starts by itself',
		nightly: ['Every day at 02:30', 'started', 'Failed', '1,000 times or more'],
		files: ['For each file in', `The folder ${place('inbox')} is not there.`, 'It is looked for again by itself.'],
		paused: ['Every day at 02:30', 'stopped', '0 times'],
		plain: ['Nothing starts this flow by itself.'],
	},
	'zh-CN': {
		title: '自动启动',
		nightly: ['02:30', '失败', '1,000 次或更多'],
		files: [`文件夹 ${place('inbox')} 不存在。`, '程序会自动再次查找。'],
		paused: ['02:30', '0 次'],
		plain: ['此流程不会自动启动。'],
	},
} as const;

it.each(['en', 'zh-CN'] as const)('what starts a flow by itself is told with how it stands (%s)', async (language) => {
	const { page, core } = face;
	await askCore(core, 'settings.set', { key: 'language', value: language });
	const { title, ...flows } = words[language];
	for (const [name, texts] of Object.entries(flows)) {
		await page.evaluate(`location.hash = ${JSON.stringify(`#/flows/edit?name=${name}`)}`);
		const panel = page.locator('section', { has: page.getByRole('heading', { name: title, exact: true }) });
		for (const text of texts) await panel.getByText(text).first().waitFor();
		await expectNoAxeViolations(page);
	}
	await expect.poll(() => page.evaluate('document.documentElement.lang')).toBe(language);
});
