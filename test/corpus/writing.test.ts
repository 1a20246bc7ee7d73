import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Probe, startProbe } from '../support/guests/probe.ts';
import { writingCases } from './cases/writing.ts';

const TEBIBYTE = 1024 ** 4;

describe.each(['flag', 'rewrite'] as const)('a guest in a real process (memory limited by %s) that', (memoryWay) => {
	let probe: Probe | null = null;
	afterEach(() => probe?.dispose());

	it.each(writingCases)('$what is answered $expected', async ({ limits, free, steps, expected, rule }) => {
		const readDiskSpace = free === undefined ? undefined : async () => ({ free, total: TEBIBYTE });
		probe = await startProbe({ readDiskSpace }, memoryWay, ['chosen']);
		mkdirSync(join(probe.home, 'data'));
		probe.grant = { allow_file_system: true, allowed_paths: ['./data/'], ...limits };
		const answers = [];
		for (const [op, path] of steps) answers.push(await probe.ask(op, path));
		expect(answers.slice(0, -1)).toEqual(Array.from({ length: steps.length - 1 }, () => ''));
		expect(answers.at(-1)).toBe(expected);
		const denied = probe.calls.at(-1)?.denied ?? null;
		expect(denied?.rule ?? null).toBe(rule);
		if (rule !== null) expect(denied?.reason).toMatch(/was not (?:written|created): .+\.$/);
		// Nothing half written is left.
		const left = readdirSync(join(probe.home), { recursive: true }).map(String);
		expect(left.filter((name) => name.endsWith('.tmp'))).toEqual([]);
	});
});
