/** Looks at what a killed program left, once its successor has started and before that one works. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { isProcessAlive } from '../../src/core/files/temporary-files.ts';
import type { PluginRecord } from '../../src/shared/plugin/plugin-record.ts';
import { type Ground, leftoversIn } from './ground.ts';
import type { Ledger } from './ledger.ts';

/** A record as the database has it: the version in use by its hash alone. */
type StoredRecord = Omit<PluginRecord, 'current'> & { readonly current: string | null };

/** Answers with what is wrong, in sentences; resets the ledger to what was found. */
export function checkAfterKill(ground: Ground, ledger: Ledger): readonly string[] {
	const problems = ledger.problems.splice(0);
	const database = new Database(join(ground.dataDir, 'dataflare.db'), { readonly: true, timeout: 5_000 });
	try {
		checkDatabase(database, problems);
		checkRuns(database, ledger, problems);
		checkPlugins(database, ground, ledger, problems);
		checkDecisions(database, ledger, problems);
	} finally {
		database.close();
	}
	for (const path of leftoversIn(ground.dataDir, ground.output)) {
		if (!isUnderWay(path)) problems.push(`left behind: ${path}`);
	}
	checkOutputs(ground, ledger, problems);
	if (readdirSync(ground.dataDir).some((name) => name.includes('damaged'))) problems.push('a database was set aside');
	return problems;
}

/** A package that the successor makes of a version it found at its start, beside whatever else it does. */
function isUnderWay(path: string): boolean {
	const owner = /[\\/]packages[\\/][^\\/]+[\\/]\.dataflare-(\d+)-[^\\/]+$/.exec(path)?.[1];
	return owner !== undefined && isProcessAlive(Number(owner));
}

function checkDatabase(database: Database.Database, problems: string[]): void {
	const sound = database.pragma('integrity_check(3)') as readonly { integrity_check: string }[];
	for (const { integrity_check } of sound) if (integrity_check !== 'ok') problems.push(`integrity: ${integrity_check}`);
	if ((database.pragma('foreign_key_check') as readonly unknown[]).length > 0) problems.push('foreign keys are broken');
	const count = (sql: string): number => database.prepare<[], number>(sql).pluck().get() ?? 0;
	const [runs, tallied] = [
		count('SELECT count(*) FROM runs'),
		count("SELECT sum(runs) FROM run_tallies WHERE plugin = ''"),
	];
	if (runs !== tallied) problems.push(`${runs} runs, but the tallies say ${tallied}`);
	const sessions = count('SELECT count(*) FROM sessions');
	if (sessions !== 1) problems.push(`${sessions} sessions where one program runs`);
	const running = count("SELECT count(*) FROM runs WHERE status = 'running'");
	if (running > 0) problems.push(`${running} runs still run after the program that ran them`);
}

function checkRuns(database: Database.Database, ledger: Ledger, problems: string[]): void {
	const find = database.prepare<[string], string>('SELECT status FROM runs WHERE id = ?').pluck();
	for (const [id, reported] of ledger.runs) {
		const status = find.get(id);
		if (status !== reported) problems.push(`run ${id} was reported ${reported} and is ${status ?? 'gone'}`);
	}
	ledger.runs.clear();
}

function checkPlugins(database: Database.Database, ground: Ground, ledger: Ledger, problems: string[]): void {
	const records = database
		.prepare<[], string>('SELECT record FROM plugins')
		.pluck()
		.all()
		.map((text) => JSON.parse(text) as StoredRecord);
	for (const record of records) problems.push(...halfInstalled(record, ground, ledger));
	const named = new Set(records.map(({ folder }) => folder));
	const pluginsDir = join(ground.dataDir, 'plugins');
	problems.push(...trashProblems(database, pluginsDir));
	for (const entry of readdirSync(pluginsDir)) {
		if (entry !== '.trash' && !named.has(join(pluginsDir, entry)))
			problems.push(`${entry} lies in the plugins folder and is not listed`);
	}
	for (const [name, allowed] of ledger.plugins) {
		const sha256 = records.find((record) => record.name === name)?.current ?? undefined;
		const version = sha256 === undefined ? -1 : ground.hashes.indexOf(sha256);
		if (!allowed.has(version)) problems.push(`${name} is at version ${version}, not ${[...allowed].join(' or ')}`);
		ledger.plugins.set(name, new Set([version]));
	}
	// One that was found waiting goes on waiting until somebody installs it again.
	const waiting = new Set(records.filter(({ state }) => state === 'waiting_for_review').map(({ name }) => name));
	for (const name of ledger.underWay) if (!waiting.has(name)) ledger.underWay.delete(name);
}

/** What was uninstalled lies in the trash whole, and nothing else does. */
function trashProblems(database: Database.Database, pluginsDir: string): readonly string[] {
	const noted = database.prepare<[], { id: string; step: string }>('SELECT id, step FROM trash_plugins').all();
	const folder = join(pluginsDir, '.trash');
	const there = new Set(existsSync(folder) ? readdirSync(folder) : []);
	return [
		...noted.filter(({ step }) => step !== 'in').map(({ id, step }) => `${id} is ${step} in the trash`),
		...noted.filter(({ id }) => !there.delete(id)).map(({ id }) => `the files of ${id} are not in the trash`),
		...[...there].map((id) => `${id} lies in the trash and is not noted`),
	];
}

/** Record, files in the folder and stored version must be of one version, and the plugin usable or waiting. */
function halfInstalled(record: StoredRecord, ground: Ground, ledger: Ledger): readonly string[] {
	const { name, state, current, folder, failedUpdate } = record;
	if (current === null) return [`${name} has no version`];
	const problems: string[] = [];
	const usable = state === 'ready' || (state === 'waiting_for_review' && mayWait(ledger, name));
	if (!usable) problems.push(`${name} is ${state}: ${record.problem?.message ?? ''}`);
	if (failedUpdate !== null) problems.push(`${name} has a failed update: ${failedUpdate.error.message}`);
	const stored = join(ground.dataDir, 'versions', `${current}.wasm`);
	if (sha256Of(stored) !== current) problems.push(`the stored version of ${name} is not whole`);
	const module = join(folder, `${name}.wasm`);
	if (sha256Of(module) !== current) problems.push(`the files of ${name} are not those of its record`);
	if (!existsSync(join(folder, 'plugin.json'))) problems.push(`${name} has lost its manifest`);
	return problems;
}

/** Files that were put in place before the decision about them was recorded wait for a decision: nothing is granted. */
function mayWait(ledger: Ledger, name: string): boolean {
	return ledger.underWay.has(name) || !ledger.furnished;
}

function checkDecisions(database: Database.Database, ledger: Ledger, problems: string[]): void {
	const gap = database
		.prepare('SELECT plugin FROM grants GROUP BY plugin HAVING count(*) <> max(version)')
		.pluck()
		.all();
	if (gap.length > 0) problems.push(`versions of grants are missing: ${gap.join(', ')}`);
	if (ledger.granted !== null) {
		const [version, time] = ledger.granted;
		const policy = database
			.prepare<[number], string>("SELECT policy FROM grants WHERE plugin = 'steady' AND version = ?")
			.pluck()
			.get(version);
		if (policy === undefined || JSON.parse(policy).max_execution_time !== time) {
			problems.push(`grant ${version} of steady was reported and is not there`);
		}
	}
	if (ledger.setting === null) return;
	const found = database.prepare<[], string>("SELECT value FROM settings WHERE key = 'preview_bytes'").pluck().get();
	if (found === undefined) problems.push('a setting that was reported is gone');
}

/** A file that was reported is whole; one that was not is whole or absent. */
function checkOutputs(ground: Ground, ledger: Ledger, problems: string[]): void {
	for (const [path, reported] of ledger.outputs) {
		const bytes = statSync(path, { throwIfNoEntry: false })?.size;
		if (bytes === undefined ? reported : bytes !== ground.inputBytes) {
			problems.push(`${path} was ${reported ? '' : 'not '}reported and has ${bytes ?? 'no'} bytes`);
		}
		rmSync(path, { force: true });
	}
	ledger.outputs.clear();
}

function sha256Of(path: string): string | null {
	try {
		return createHash('sha256').update(readFileSync(path)).digest('hex');
	} catch {
		return null;
	}
}
