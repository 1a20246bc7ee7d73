import { createHash } from 'node:crypto';
import {
	chmodSync,
	copyFileSync,
	existsSync,
	lstatSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	symlinkSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SimulatedClock } from '../../../../test/support/flows/simulated-clock.ts';
import { minutes, START, TriggerGround } from '../../../../test/support/flows/trigger-ground.ts';
import { eventually } from '../../../../test/support/scratch/scratch-core.ts';
import { tries } from '../../../../test/support/values/tries.ts';

const ground = new TriggerGround();
const folder = (more: object = {}) => ground.folder({ pattern: '*', ...more });
const at = (name: string) => join(ground.inbox, name);

type Program = ReturnType<TriggerGround['program']>;

/** Until every folder was looked through so often, and what was found there kept still meanwhile. */
async function looked(clock: SimulatedClock, isSo: () => boolean = () => true): Promise<void> {
	const before = clock.waits;
	await eventually(async () => {
		await clock.pass(200);
		return clock.waits >= before + 12 && isSo();
	});
}

describe('a folder over days', () => {
	const names = ['a.csv', 'b.csv', 'B.CSV', 'c d.csv', 'line\nbreak.csv', '.hidden.csv', 'e.csv.part'];
	const name = fc.constantFrom(...names);
	const text = fc.constantFrom('', '1\n', '2\n', '3\n', '4\n', '5\n');
	const step = fc.oneof(
		fc.record({ do: fc.constant('write' as const), name, text }),
		fc.record({ do: fc.constant('append' as const), name, text }),
		fc.record({ do: fc.constantFrom('copy' as const, 'rename' as const, 'link' as const), name, to: name }),
		fc.record({ do: fc.constantFrom('delete' as const, 'touch' as const), name }),
		fc.record({ do: fc.constantFrom('settle' as const, 'restart' as const, 'another' as const, 'fail' as const) }),
		fc.record({ do: fc.constantFrom('vanish' as const, 'return' as const, 'subfolder' as const) }),
	);

	it('gives each content that kept still once, whatever becomes of files, names and programs', () =>
		fc.assert(
			fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
				const clock = new SimulatedClock(START);
				const all: Program[] = [];
				const open = (): void => void all.push(ground.program(ground.scratch.open(), clock));
				const read = () => all.flatMap((each) => each.read).sort();
				const expected = new Set<string>();
				const away = `${ground.inbox}.away`;
				const place = (): string => (existsSync(ground.inbox) ? ground.inbox : away);
				open();
				try {
					await all[0]?.set(folder());
					for (const each of [...steps, { do: 'return' as const }, { do: 'settle' as const }]) {
						if (each.do === 'settle') {
							for (const content of whole(place() === ground.inbox ? ground.inbox : null)) expected.add(content);
							await looked(clock, () => read().length >= expected.size);
							expect(read()).toEqual([...expected].sort());
							expect(ground.store.triggers.fileCount('report')).toBe(expected.size);
						} else if (each.do === 'restart') {
							await ground.endAll();
							open();
						} else if (each.do === 'another') open();
						else if (each.do === 'fail') for (const program of all) program.next = 'fails';
						else if (each.do === 'vanish') renameTo(ground.inbox, away);
						else if (each.do === 'return') renameTo(away, ground.inbox);
						else happen(place(), each);
					}
				} finally {
					await ground.endAll();
					ground.store.triggers.remove('report');
					for (const each of [ground.inbox, away]) rmSync(each, { recursive: true, force: true });
					mkdirSync(ground.inbox);
				}
			}),
			tries(40),
		));
});

function renameTo(from: string, to: string): void {
	if (existsSync(from) && !existsSync(to)) renameSync(from, to);
}

/** What lies there whole: of plain files with something in them, under names that are no makeshift ones. */
function whole(place: string | null): string[] {
	if (place === null) return [];
	return readdirSync(place)
		.filter((each) => !each.startsWith('.') && !each.endsWith('.part') && lstatSync(join(place, each)).isFile())
		.map((each) => readFileSync(join(place, each), 'utf8'))
		.filter((content) => content !== '');
}

function happen(
	place: string,
	step: { readonly do: string; readonly name?: string; readonly to?: string; readonly text?: string },
): void {
	const path = join(place, step.name ?? 'folder');
	const to = join(place, step.to ?? 'folder');
	const isFile = lstatSync(path, { throwIfNoEntry: false })?.isFile() === true;
	const isPlain = (given: string): boolean => lstatSync(given, { throwIfNoEntry: false })?.isSymbolicLink() !== true;
	if (step.do === 'subfolder') {
		mkdirSync(path, { recursive: true });
		writeFileSync(join(path, 'inner.csv'), 'inner\n');
	} else if (step.do === 'write') {
		if (isPlain(path)) writeFileSync(path, step.text ?? '');
	} else if (step.do === 'append') {
		if (isFile) writeFileSync(path, step.text ?? '', { flag: 'a' });
	} else if (step.do === 'link') {
		rmSync(to, { force: true });
		symlinkSync(ground.scratch.file, to);
	} else if (step.do === 'delete') rmSync(path, { force: true });
	else if (isFile && step.do === 'touch') utimesSync(path, 1, Math.random() * 1e9);
	else if (isFile && isPlain(to) && path !== to && step.do === 'copy') copyFileSync(path, to);
	else if (isFile && step.do === 'rename') renameSync(path, to);
}

describe('what appears in a folder', () => {
	// Root reads whatever it likes.
	it.skipIf(process.getuid?.() === 0)('is told of where it cannot be read, and read once it can', async () => {
		const clock = new SimulatedClock(START);
		const one = ground.program(ground.store, clock);
		await one.set(folder());
		ground.put('a.csv', '1\n');
		ground.put('b.csv', '2\n');
		chmodSync(at('a.csv'), 0);
		await looked(clock, () => one.read.length === 1);
		expect(one.state().problem).toMatchObject({
			code: 'invalid_input',
			message: `${at('a.csv')} cannot be read (EACCES).`,
			details: { reason: 'trigger_file_unreadable', path: at('a.csv'), system: 'EACCES' },
		});
		chmodSync(at('a.csv'), 0o600);
		await looked(clock, () => one.read.length === 2);
		expect(one.state().problem).toBeNull();
	});

	it('under a name that is no text is told of, and read under another one', async () => {
		const clock = new SimulatedClock(START);
		const one = ground.program(ground.store, clock);
		await one.set(folder());
		const odd = Buffer.concat([Buffer.from(`${ground.inbox}/caf`), Buffer.from([0xe9]), Buffer.from('.csv')]);
		writeFileSync(odd, '1\n');
		ground.put('b.csv', '2\n');
		await looked(clock, () => one.read.length === 1);
		expect(one.state().problem).toMatchObject({
			message: `The name of a file in ${ground.inbox} is no valid UTF-8: "caf\u{fffd}.csv".`,
			details: { reason: 'trigger_file_nameless' },
		});
		renameSync(odd, at('café.csv'));
		await looked(clock, () => one.read.length === 2);
		expect(one.state().problem).toBeNull();
	});

	it('and is taken by a program is left to it while it lives, and read by another once it was killed, never twice', async () => {
		const clock = new SimulatedClock(START);
		const sha256 = createHash('sha256').update('1\n').digest('hex');
		const one = ground.program(ground.store, clock);
		await one.set(folder());
		const other = ground.scratch.open();
		expect(other.triggers.take('report', { sha256, path: at('a.csv'), at: clock.now() })).toBe('ours');
		ground.put('a.csv', '1\n');
		await looked(clock);
		// It slept, or somebody set the clock: it still has the file.
		await clock.sleep(24 * minutes(60), true);
		await looked(clock);
		clock.set(START - minutes(60));
		await looked(clock);
		expect(one.read).toEqual([]);
		const file = new Database(ground.scratch.file);
		// The process id of nobody: the largest that Linux gives is 2^22.
		file.exec("UPDATE sessions SET pid = 4194999, token = 'gone' WHERE id = (SELECT max(id) FROM sessions)");
		file.close();
		await looked(clock, () => one.read.length === 1);
		other.triggers.giveBack('report', sha256);
		other.triggers.reads('report', sha256, 'bbbbbbbbbbbb');
		await clock.pass(minutes(30));
		await looked(clock);
		expect(one.read).toEqual(['1\n']);
		expect(ground.store.triggers.files('report', 10).map(({ run }) => run)).toEqual([one.state().last?.run]);
	});

	it('waits for its turn in vain once the trigger reads another folder', async () => {
		const clock = new SimulatedClock(START);
		const one = ground.program(ground.store, clock);
		await one.set(folder());
		const { promise, resolve } = Promise.withResolvers<void>();
		one.going = promise;
		ground.put('a.csv', '1\n');
		await looked(clock, () => one.read.length === 1);
		ground.put('b.csv', '2\n');
		await looked(clock);
		mkdirSync(`${ground.inbox}2`);
		await one.set(folder({ folder: `${ground.inbox}2` }));
		resolve();
		one.going = null;
		await looked(clock);
		expect(one.read).toEqual(['1\n']);
	});

	it('is read one after another, a thousand at once as well, by two programs each once', async () => {
		const clock = new SimulatedClock(START);
		const programs = [ground.program(ground.scratch.open(), clock), ground.program(ground.scratch.open(), clock)];
		for (let number = 0; number < 1000; number++) ground.put(`${number}.csv`, `${number}\n`);
		await programs[0]?.set(folder());
		programs[1]?.triggers.wake();
		const read = () => programs.flatMap((each) => each.read);
		await looked(clock, () => read().length >= 1000);
		expect(new Set(read()).size).toBe(1000);
		expect(read()).toHaveLength(1000);
	});
});
