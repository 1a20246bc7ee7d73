import { EventEmitter } from 'node:events';
import type { BrowserWindow } from 'electron';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Core } from '../../core/index.ts';
import type { BuildPlan } from '../../shared/plugin/authoring/authoring.ts';
import { buildChannels, commandLines } from './builds.ts';

interface Shown {
	readonly detail: string;
	readonly defaultId: number;
	readonly cancelId: number;
}

const shell = vi.hoisted(() => ({
	shown: [] as Shown[],
	answer: (): Promise<{ response: number }> => Promise.resolve({ response: 1 }),
}));

vi.mock('electron', () => ({
	dialog: {
		showMessageBox(_window: unknown, options: Shown) {
			shell.shown.push(options);
			return shell.answer();
		},
	},
}));

const text = {
	build: (plugin: string) => plugin,
	buildDetail: (folder: string, commands: string) => `${folder}|${commands}`,
	runCommands: '',
	cancel: '',
};
const plan: BuildPlan = {
	plugin: 'numbers',
	folder: '/srv/numbers',
	tools: ['wat2wasm'],
	commands: [['/srv/numbers/node_modules/.bin/wat2wasm', 'src/plugin.wat', '-o', 'my numbers.wasm']],
	module: '/srv/numbers/my numbers.wasm',
};

let ran: BuildPlan[];
let planned: BuildPlan;
const window = new EventEmitter() as unknown as BrowserWindow;
const core = {
	planBuild: async () => ({ ok: true, data: planned }),
	async runBuild(shown: BuildPlan) {
		ran.push(shown);
		return { ok: true, data: { plugin: shown.plugin } };
	},
} as unknown as Core;
const channel = buildChannels(core, text as never)['dataflare:build'];
const build = async (): Promise<unknown> => channel?.(window, '/srv/numbers');

beforeEach(() => {
	ran = [];
	planned = plan;
	shell.shown.length = 0;
	shell.answer = () => Promise.resolve({ response: 1 });
});

describe('a build that a page asks for', () => {
	it('runs the very commands that were shown, once a person agreed', async () => {
		shell.answer = () => Promise.resolve({ response: 0 });
		expect(await build()).toEqual({ ok: true, data: { plugin: 'numbers' } });
		expect(shell.shown).toMatchObject([
			{
				detail: '/srv/numbers|/srv/numbers/node_modules/.bin/wat2wasm src/plugin.wat -o "my numbers.wasm"',
				// Neither Enter nor Escape runs anything.
				defaultId: 1,
				cancelId: 1,
			},
		]);
		expect(ran).toEqual([plan]);
	});

	it('runs nothing where the person did not agree, or their window is gone', async () => {
		expect(await build()).toEqual({ ok: true, data: null });
		shell.answer = () => new Promise(() => undefined);
		const asked = build();
		await vi.waitFor(() => expect(shell.shown).toHaveLength(2));
		(window as unknown as EventEmitter).emit('closed');
		expect(await asked).toEqual({ ok: true, data: null });
		expect(ran).toEqual([]);
	});

	it('leaves nothing at the window once it was answered', async () => {
		const listening = (): number => (window as unknown as EventEmitter).listenerCount('closed');
		for (const response of [0, 1]) {
			shell.answer = () => Promise.resolve({ response });
			await build();
			expect(listening()).toBe(0);
		}
		shell.answer = () => Promise.reject(new Error('no box'));
		await expect(build()).rejects.toThrow('no box');
		expect(listening()).toBe(0);
	});

	it('asks one question at a time', async () => {
		let agree = (_answer: { response: number }): void => undefined;
		shell.answer = () => new Promise((done) => (agree = done));
		const first = build();
		await vi.waitFor(() => expect(shell.shown).toHaveLength(1));
		expect(await build()).toMatchObject({ ok: false, error: { details: { reason: 'build_asked' } } });
		agree({ response: 1 });
		await first;
		shell.answer = () => Promise.resolve({ response: 0 });
		expect(await build()).toMatchObject({ ok: true });
	});

	it('shows what would hide itself, and nothing at all of what a box cannot show whole', async () => {
		const hidden = { ...plan, commands: [['/bin/sh', '-c', 'true\n\u202e# all is well']] };
		expect(commandLines(hidden)).toBe('/bin/sh -c "true\\n\\u{202e}# all is well"');
		planned = { ...plan, commands: [['/bin/sh', '-c', `: ${' '.repeat(5_000)}; rm -r .`]] };
		expect(await build()).toMatchObject({ ok: false, error: { details: { reason: 'build_unshown' } } });
		planned = { ...plan, commands: Array.from({ length: 21 }, () => ['/bin/true']) };
		expect(await build()).toMatchObject({ ok: false, error: { details: { reason: 'build_unshown' } } });
		expect([shell.shown, ran]).toEqual([[], []]);
	});
});
