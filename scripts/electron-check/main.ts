/**
 * `npm run electron-check`: what the desktop shell relies on, tried in Electron and printed as it was seen. Nothing is
 * claimed that was not: where Electron is missing, cannot run or ends, that is what is printed, and the exit code is 1.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ensureBuilt } from '../build/ensure-built.ts';
import { thisMachine, whyNotHere, whyNotThis } from '../start/can-run.ts';
import { installedElectron } from '../start/find-electron.ts';
import type { Outcome } from './outcome.ts';

/** How long all of it may take. ms */
const ALL_MS = 300_000;
const root = resolve(import.meta.dirname, '../..');
/** What only a person can try: `docs/electron-check.md` tells how. */
const byHand = [
	'a package: its database opens, a plugin runs in it',
	'a notification on Windows, with the program’s own name',
	'as root, and on Ubuntu 24.04: `npm start` says why not, and opens the browser mode',
	'logging out with a run under way ends the program',
];

interface Program {
	readonly command: string;
	readonly args: readonly string[];
}

/** Electron, or what a test names in its place: a Node that was told to stand in for it. */
async function findProgram(): Promise<Program | string> {
	const standIn = process.env['DATAFLARE_CHECK_STAND_IN'];
	if (standIn) return { command: process.execPath, args: ['--import', standIn] };
	const hindrance = await whyNotHere(thisMachine);
	if (hindrance !== null) return hindrance;
	const binary = installedElectron(root, process.env);
	if (binary === null) return 'Electron is not there; `npm start` fetches it';
	return whyNotThis(binary, thisMachine) ?? { command: binary, args: [] };
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);

ensureBuilt();
const program = await findProgram();
if (typeof program === 'string') {
	print(`NOT DONE, nothing of it: ${program}.`);
	process.exitCode = 1;
} else {
	process.exitCode = await check(program);
}

async function check({ command, args }: Program): Promise<number> {
	const folder = mkdtempSync(join(tmpdir(), 'dataflare-check-'));
	const report = join(folder, 'report.ndjson');
	const entry = join(root, 'out/check/check.mjs');
	const child = spawn(command, [...args, entry, `--data-dir=${join(folder, 'data')}`, `--report=${report}`], {
		stdio: ['ignore', 'inherit', 'inherit'],
	});
	const timer = setTimeout(() => child.kill('SIGKILL'), ALL_MS);
	const ended = await new Promise<string>((done) => {
		child.once('error', (error) => done(error.message));
		child.once('exit', (code, signal) => done(signal ?? `code ${code}`));
	});
	clearTimeout(timer);
	print(process.env['DATAFLARE_CHECK_STAND_IN'] ? 'In the stand-in of the tests, NOT in Electron:' : 'In Electron:');
	const outcomes = outcomesIn(report);
	for (const { check: what, is, saw } of outcomes) print(`${is.toUpperCase().padEnd(8)} ${what}: ${saw}`);
	print(`The program ended with ${ended}.`);
	print('Not tried, because a person has to:');
	for (const what of byHand) print(`  - ${what}`);
	rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
	return ended === 'code 0' && outcomes.every(({ is }) => is === 'ok' || is === 'not done') ? 0 : 1;
}

/** One for each check that was begun; one without an end is where the program ended. */
function outcomesIn(report: string): readonly Outcome[] {
	const byName = new Map<string, Outcome>();
	for (const line of read(report).split('\n')) {
		if (line === '') continue;
		const outcome = JSON.parse(line) as Outcome;
		byName.set(outcome.check, outcome);
	}
	return [...byName.values()].map((outcome) =>
		outcome.is === 'begun' ? { ...outcome, is: 'failed', saw: 'the program ended during it' } : outcome,
	);
}

function read(file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return '';
	}
}
