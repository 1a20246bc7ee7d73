import { resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { toDataFlareError } from '../../../shared/errors/errors.ts';
import type { TestAnswer } from '../../../shared/plugin/authoring/authoring.ts';
import { changedBetween } from '../../../shared/plugin/authoring/compare-outcomes.ts';
import { reportError, type Session } from '../../session/session.ts';
import { watchFolder } from '../../session/watch-folder.ts';
import { changeText, showTest } from './cases.ts';
import { runBuild } from './make.ts';

export interface DevFlags {
	readonly grant?: string;
	readonly swap: boolean;
}

/** `plugin dev`: after each change of a source builds, tries and swaps, until it is stopped. */
export async function develop(session: Session, where: string, flags: DevFlags): Promise<void> {
	const folder = resolve(where);
	const { signal } = session.interrupts;
	const stopped = new Promise<null>((done) => signal.addEventListener('abort', () => done(null), { once: true }));
	const changes = watchFolder(folder);
	try {
		let last: TestAnswer | null = null;
		for (let change: string | null = ''; change !== null; change = await changes.next(signal)) {
			if (change !== '') session.say(`${change} changed.`);
			// What is under way when it is stopped ends with the engine.
			last = (await Promise.race([round(session, folder, flags, last), stopped])) ?? last;
			if (!signal.aborted) session.note('Waiting for a change. Press Ctrl+C to stop.');
		}
	} finally {
		changes.close();
	}
}

/** One build and what follows it. What is wrong is told; the version that worked stays. Null: there is no new result. */
async function round(
	session: Session,
	folder: string,
	{ grant, swap }: DevFlags,
	last: TestAnswer | null,
): Promise<TestAnswer | null> {
	try {
		const built = await runBuild(session, folder);
		const tested = await session.ask('authoring.test', { folder, grant: grant === 'requested' ? 'asked' : 'own' });
		showTest(session, tested);
		if (last !== null) tellChanges(session, last, tested);
		if (swap) await swapInstalled(session, folder, built.plugin, built.sha256);
		return tested;
	} catch (error) {
		if (!session.interrupts.signal.aborted) {
			reportError(toDataFlareError(error), session.terminal, false);
			session.note('The last version that worked stays.');
		}
		return null;
	}
}

function tellChanges(session: Session, last: TestAnswer, now: TestAnswer): void {
	let count = 0;
	for (const { name, file, outcome } of now.cases) {
		const before = last.cases.find((each) => each.file === file);
		if (before === undefined) continue;
		for (const difference of changedBetween(before.outcome, outcome)) {
			session.say(`  ${name}: ${changeText(difference)}`);
			count++;
		}
	}
	if (count === 0) session.note('What comes out is the same as before.');
}

/** The installed plugin of the same name becomes this one, under the grant that it has. */
async function swapInstalled(session: Session, folder: string, name: string, sha256: string): Promise<void> {
	const current = (await session.ask('plugins.list', {})).find((plugin) => plugin.name === name)?.current;
	if (current === undefined) return;
	if (current?.sha256 === sha256) {
		// A manifest alone makes a version as well.
		const { manifest } = await session.ask('plugins.inspect', { target: folder });
		if (isDeepStrictEqual(manifest, current.manifest)) return;
	}
	await session.ask('plugins.install', { path: folder, replace: true, note: 'built by its author' });
	session.confirm(`${name} was swapped where it is installed.`);
}
