import { expect, it } from 'vitest';
import { dropFiles } from '../support/browser/drop-files.ts';
import { openFace } from '../support/browser/faces.ts';
import { wat } from '../support/guests/wat.ts';
import { answering } from '../support/scratch/scratch-core.ts';

const configuration = {
	name: 'answers',
	component_type: 'Processor',
	module_path: './plugins/answers.wasm',
	config: null,
	security_policy: { allow_network: false, allow_file_system: true, allowed_paths: ['./data/'] },
	memory_limit: 16777216,
	timeout_ms: 10000,
	metadata: { version: '1.2.3' },
};

it('a plugin configuration that is dropped is installed with the module beside it and works, or says what it lacks', async () => {
	const face = await openFace('browser', async () => {});
	try {
		const { page } = face;
		await page.getByRole('button', { name: 'Skip' }).waitFor();
		const module = await wat(answering('"it works"'));
		const written = JSON.stringify(configuration);
		await dropFiles(page, ['answers.json', written]);
		await page.getByText('answers.json names the module ./plugins/answers.wasm, which does not exist.').waitFor();
		await page.getByText('drop both together').waitFor();
		await page.keyboard.press('Escape');
		await dropFiles(page, ['policy.json', '{"allow_network":true}']);
		await page.getByText('policy.json is not a valid plugin manifest').waitFor();
		await page.keyboard.press('Escape');
		await dropFiles(page, ['answers.json', written], ['answers.wasm', module]);
		await page.getByRole('heading', { name: 'Install answers 1.2.3?' }).waitFor();
		await page.getByRole('button', { name: 'Install', exact: true }).last().click();
		await page.waitForURL(/#\/plugins\/answers$/);
		await page.getByText('answers is installed.').waitFor();
		const row = page.getByRole('row').filter({ has: page.getByText('answers', { exact: true }) });
		await row.getByText('1.2.3').waitFor();
		await expect.poll(() => row.count()).toBe(1);
		await page.getByRole('tab', { name: 'Test' }).click();
		await page.getByRole('textbox', { name: 'Input' }).click();
		await page.keyboard.press('ControlOrMeta+Enter');
		const result = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Result', exact: true }) });
		await result.getByText('"it works"').first().waitFor();
		// The module may come first as well.
		const other = JSON.stringify({ ...configuration, name: 'second', module_path: 'second.wasm' });
		await dropFiles(page, ['second.wasm', await wat(answering('"this too"'))], ['second.json', other]);
		await page.getByRole('heading', { name: 'Install second 1.2.3?' }).waitFor();
		await page.getByRole('button', { name: 'Install', exact: true }).last().click();
		await page.waitForURL(/#\/plugins\/second$/);
		const known = await face.core?.request('plugins.list', {});
		const names = known?.ok === true ? known.data.map(({ name }) => name) : [];
		expect(names.sort()).toEqual(['answers', 'second']);
	} finally {
		await face.close();
	}
});
