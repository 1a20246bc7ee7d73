import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { rendererDir, resourcesDir } from '../../test/support/built.ts';
import { exchange, tokenOf } from '../../test/support/servers/loopback-client.ts';
import { loopbackGround } from '../../test/support/servers/loopback-ground.ts';
import { entered, firstQuestions, picturesAreReady, view } from '../../test/support/servers/picture.ts';

const ground = loopbackGround();
/** Each loads and rehearses what draws, which a busy machine is slow to do. ms */
const BUSY_MS = 60_000;
/** However busy the machine is. */
const patient = { pictureMs: 20_000 };

describe('the first picture, drawn by the program', () => {
	beforeAll(async () => {
		await ground.scratch.ask('plugins.install', { path: join(resourcesDir, 'plugins/pii-redactor') });
	}, BUSY_MS);

	it(
		'shows the list in the language and the look of the person’s settings, to a page that tells of its window',
		async () => {
			const loopback = await ground.start({ rendererDir, limits: patient });
			await picturesAreReady(loopback);
			const english = (await entered(loopback, { view })).picture;
			expect(english).toMatchObject({ language: 'en', theme: 'system' });
			expect(english?.html).toContain('>pii-redactor<');
			expect(english?.html).toContain('>Plugins<');
			// Markup that brings styles along is refused by the page's policy.
			expect(english?.html).not.toMatch(/ style=|<script|<style/);
			expect((await entered(loopback, { view: { ...view, languages: ['zh-CN'] } })).picture?.language).toBe('zh-CN');
			await ground.scratch.ask('settings.set', { key: 'language', value: 'zh-CN' });
			await ground.scratch.ask('settings.set', { key: 'theme', value: 'dark' });
			const chinese = (await entered(loopback, { view })).picture;
			expect(chinese).toMatchObject({ language: 'zh-CN', theme: 'dark' });
			expect(chinese?.html).toContain('>插件<');
			await ground.scratch.ask('settings.set', { key: 'language', value: 'system' });
			await ground.scratch.ask('settings.set', { key: 'theme', value: 'system' });
		},
		BUSY_MS,
	);

	it(
		'goes to nobody who was not let in, and to no page that does not say what its window is like',
		async () => {
			const loopback = await ground.start({ rendererDir, limits: patient });
			await picturesAreReady(loopback);
			const stranger = await exchange(
				loopback.port,
				`${tokenOf(loopback.startUrl())}x`,
				{},
				{ ask: firstQuestions, view },
			);
			expect([stranger.status, stranger.text.includes('pii-redactor')]).toEqual([403, false]);
			for (const nonsense of [
				undefined,
				null,
				'1280x800',
				{ ...view, width: 0 },
				{ ...view, height: 1e9 },
				{ ...view, width: '1280' },
				{ ...view, languages: 'en' },
				{ ...view, languages: Array.from({ length: 17 }, () => 'en') },
				{ ...view, platform: 'x'.repeat(65) },
			]) {
				expect((await entered(loopback, { view: nonsense })).picture).toBeUndefined();
			}
			// Without the list there is nothing to draw.
			expect((await entered(loopback, { view, ask: [{ route: 'settings.get' }] })).picture).toBeUndefined();
			expect((await entered(loopback, { view })).picture).toBeDefined();
		},
		BUSY_MS,
	);

	it(
		'is none where the welcome comes first',
		async () => {
			const loopback = await ground.start({ rendererDir, limits: patient });
			await picturesAreReady(loopback);
			await ground.scratch.ask('plugins.uninstall', { name: 'pii-redactor' });
			expect((await entered(loopback, { view })).picture).toBeUndefined();
			await ground.scratch.ask('plugins.install', { path: join(resourcesDir, 'plugins/pii-redactor') });
			expect((await entered(loopback, { view })).picture).toBeDefined();
		},
		BUSY_MS,
	);

	it.each([
		['fails', `throw new Error('no');`],
		['never answers', 'return new Promise(() => {});'],
		['never ends', 'for (;;);'],
	])(
		'costs a page nothing but the picture where what draws it %s',
		async (what, body) => {
			const page = join(ground.folder, `page-${what.replaceAll(' ', '-')}`);
			mkdirSync(page);
			writeFileSync(join(page, 'index.html'), '<!doctype html>');
			// The rehearsals are passed.
			writeFileSync(
				join(page, 'picture.mjs'),
				`export function drawPicture({ height }) { if (height === ${view.height}) return { html: '' }; ${body} }`,
			);
			const loopback = await ground.start({ rendererDir: page, limits: { pictureMs: 500 } });
			await picturesAreReady(loopback);
			expect((await entered(loopback, { view: { ...view, height: 600 } })).picture).toBeUndefined();
			await picturesAreReady(loopback);
		},
		BUSY_MS,
	);
});
