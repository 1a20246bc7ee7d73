import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lockedDown } from '../../src/shared/policy/security-policy.ts';
import { faces, type OpenFace, openFace } from '../support/browser/faces.ts';
import { wat } from '../support/guests/wat.ts';

const MIB = 1024 * 1024;
const OUTPUT_BYTES = 50 * MIB;
const LINES = 100_000;
/** Longest stretch for which the page may not answer, on a machine that is busy with the engine as well. ms */
const MAX_TASK_MS = 1_500;
/** As long as the run itself may take. ms */
const RUN_MS = 60_000;
const MAX_ELEMENTS = 2_500;

/** A plugin that answers with a JSON string of 50 MiB and logs 100,000 lines first. */
async function hugePlugin(into: string): Promise<string> {
	const path = join(into, 'huge');
	mkdirSync(path);
	const manifest = {
		name: 'huge',
		type: 'processor',
		module_path: './huge.wasm',
		memory_limit: 64 * MIB,
		timeout_ms: RUN_MS,
	};
	writeFileSync(join(path, 'plugin.json'), JSON.stringify(manifest));
	const text = `(module (import "env" "host_log" (func $log (param i32 i32 i32 i32)))
		(memory (export "memory") 900) (data (i32.const 16) "info") (data (i32.const 32) "one line of very many")
		(func (export "process_data") (param i32 i32) (result i32) (local $n i32)
			(loop $again
				(call $log (i32.const 16) (i32.const 4) (i32.const 32) (i32.const 21))
				(local.set $n (i32.add (local.get $n) (i32.const 1)))
				(br_if $again (i32.lt_u (local.get $n) (i32.const ${LINES}))))
			(i32.store (i32.const 65536) (i32.const ${OUTPUT_BYTES}))
			(memory.fill (i32.const 65540) (i32.const 97) (i32.const ${OUTPUT_BYTES}))
			(i32.store8 (i32.const 65540) (i32.const 34))
			(i32.store8 (i32.const ${65_540 + OUTPUT_BYTES - 1}) (i32.const 34))
			(i32.const 65536)))`;
	writeFileSync(join(path, 'huge.wasm'), await wat(text));
	return path;
}

/** Watches for stretches in which the page does nothing else; the function returned tells the longest so far, ms. */
async function watchTasks(page: Page): Promise<() => Promise<number>> {
	await page.evaluate(() => {
		const state = window as unknown as { longest: number };
		state.longest = 0;
		new PerformanceObserver((list) => {
			for (const { duration } of list.getEntries()) state.longest = Math.max(state.longest, duration);
		}).observe({ type: 'longtask' });
	});
	return () => page.evaluate(() => (window as unknown as { longest: number }).longest);
}

describe.each(faces)('a run with 50 MiB of output and 100,000 log lines, in the %s face', (name) => {
	let face: OpenFace;
	let page: Page;
	let id = '';
	const folder = mkdtempSync(join(tmpdir(), 'dataflare-huge-'));

	beforeAll(async () => {
		face = await openFace(name, async (core) => {
			// As much of it as a person can have kept.
			await core.request('settings.set', { key: 'preview_bytes', value: MIB });
			const grant = { ...lockedDown, max_memory: 64 * MIB, max_execution_time: RUN_MS };
			await core.request('plugins.install', { path: await hugePlugin(folder), grant });
			const call = { name: 'huge', fn: 'process_data', input: '{}', result: false } as const;
			const answer = await core.request('plugins.call', call);
			if (!answer.ok) throw new Error(answer.error.message);
			id = answer.data.runId;
		});
		page = face.page;
	});
	afterAll(async () => {
		await face.close();
		rmSync(folder, { recursive: true, force: true });
	});

	it('is shown and scrolled, and made again, while the page stays quick and small', async () => {
		const longest = await watchTasks(page);
		const elements = (): Promise<number> => page.evaluate(() => document.querySelectorAll('*').length);
		await page.evaluate((hash) => {
			location.hash = hash;
		}, `#/runs/${id}`);
		await page.getByText(/^Returned 50 MB/).waitFor();
		const log = page.getByRole('listbox', { name: 'Logs' });
		await log.getByText('one line of very many').first().waitFor();
		await page.getByRole('button', { name: 'Go to the latest line' }).click();
		// The engine takes in as many lines a second as it can keep, and says how many it could not.
		await log
			.getByText(/log lines were dropped/)
			.first()
			.waitFor();
		for (let turn = 0; turn < 20; turn += 1) {
			await log.hover();
			await page.mouse.wheel(0, -3_000);
		}
		await log.getByText('one line of very many').first().waitFor();
		await page.getByRole('region', { name: 'Output' }).scrollIntoViewIfNeeded();
		// Read once: it may be more at no moment, and this is the fullest.
		expect(await elements()).toBeLessThan(MAX_ELEMENTS);
		await page.getByRole('button', { name: 'Run again' }).click();
		await page.waitForURL((url) => !url.hash.includes(id));
		await page.getByText(/^Returned 50 MB/).waitFor({ timeout: RUN_MS + 30_000 });
		// Read once: it may be more at no moment, and this is the fullest.
		expect(await elements()).toBeLessThan(MAX_ELEMENTS);
		expect(await longest()).toBeLessThan(MAX_TASK_MS);
	});
});
