import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { WasmRuntime } from '../../src/core/index.ts';
import { reaperEntry, sandboxEntry } from '../support/built.ts';
import { hugeAnswer } from '../support/guests/huge-answer.ts';
import { pluginFolder } from '../support/scratch/plugin-folder.ts';

const made = mkdtempSync(join(tmpdir(), 'dataflare-library-'));
const runtime = new WasmRuntime({ sandboxEntry, reaperEntry });
afterAll(async () => {
	await runtime.close();
	rmSync(made, { recursive: true, force: true });
});

it('a program takes the bytes of an output as they are, and limits how large it may be', async () => {
	const huge = hugeAnswer('list', 3);
	const path = await pluginFolder(made, 'huge', huge.wat, huge.manifest);
	const policy = { security_policy: { max_memory: 33_554_432 } };
	const id = await runtime.loadPlugin(path, policy);
	const bytes = await runtime.callForBytes(id, 'process_data', [{}]);
	expect(bytes !== null && huge.bytes.equals(bytes)).toBe(true);
	const narrow = await runtime.loadPlugin(path, { ...policy, output_limit: 1_000_000 });
	await expect(runtime.callFunction(narrow, 'process_data', [{}])).rejects.toMatchObject({ code: 'invalid_input' });
});
