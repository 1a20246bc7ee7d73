import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hintOf } from '../../src/cli/text/hint-of.ts';
import { because, type FailureReason, reasonFacts } from '../../src/shared/errors/failure-reason.ts';

const source = resolve(import.meta.dirname, '../../src');
const engine = ['core', 'shared', 'sandbox'];

/** What a shell alone understands: a command of ours, an option, something to be typed. */
const ofShell = [/\bdataflare (?!section)[a-z]/, /(^|[\s(`"'“])--[a-z]/, /\bin a shell\b/, /\bnpm (run|ci|start)\b/];
/** What speaks of a button, a page or a menu. */
const ofWindow = [/\b(click|press) /i, /\bbutton\b/i, /\bmenu\b/i];

/** Options of compilers and linkers, which a plugin's author needs in every face. */
const foreignOptions = /--(no-entry\b|target=)/g;

/** Names of fields stand in backticks; what has a space in it is to be typed. */
function holdsCommand(text: string): boolean {
	return [...text.matchAll(/`([^`]*)`/g)].some(([, marked]) => /\s/.test(marked ?? ''));
}

interface Said {
	readonly file: string;
	readonly text: string;
}

const literal = /'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g;

/** Every text of several words that stands in a source, wherever: hints are in tables as well as in errors. */
function textsIn(file: string): readonly Said[] {
	const code = readFileSync(file, 'utf8').replaceAll(/^\s*(\/\/|\/?\*).*$/gm, '');
	return [...code.matchAll(literal)]
		.map(([, single, double, template]) => single ?? double ?? template ?? '')
		.filter((text) => /\w \w/.test(text))
		.map((text) => ({ file: relative(source, file), text: text.replaceAll('\\`', '`') }));
}

const said = engine.flatMap((zone) =>
	readdirSync(join(source, zone), { recursive: true, withFileTypes: true })
		.filter(({ name }) => name.endsWith('.ts') && !/\.test\.ts$|\.d\.ts$/.test(name))
		.flatMap(({ parentPath, name }) => textsIn(join(parentPath, name))),
);

describe('what the engine says', () => {
	it('is true in every face: it names no command, no option and no button', () => {
		expect(said.length).toBeGreaterThan(300);
		const wrong = said.filter(({ text }) => {
			const ours = text.replaceAll(foreignOptions, '');
			return holdsCommand(ours) || [...ofShell, ...ofWindow].some((pattern) => pattern.test(ours));
		});
		expect(wrong).toEqual([]);
	});
});

describe('what the command line adds', () => {
	const errorOf = (reason: FailureReason, further: Record<string, number | string> = {}) => ({
		hint: 'The engine’s own.',
		details: {
			...Object.fromEntries(reasonFacts[reason].map((fact) => [fact, 'thing'])),
			reason,
			...further,
		},
	});

	it.each([
		['waiting_for_review', 'dataflare policy set thing'],
		['disabled', 'dataflare enable thing'],
		['quarantined', 'dataflare reload thing'],
		['not_installed', 'dataflare list'],
		['name_taken', '--replace'],
		['format_unknown', '--format'],
		['input_not_json', 'single quotes'],
		['plugin_needs_input', '--input'],
		['run_not_found', 'dataflare history list'],
		['history_read_only', '--data-dir'],
		['plugins_folder_unusable', '--plugins-dir'],
		['port_unusable', '--port'],
	] as const)('is a command or an option: %s', (reason, words) => {
		expect(hintOf(errorOf(reason))).toContain(words);
	});

	it('is nothing where it has nothing to add', () => {
		expect(hintOf(errorOf('disk_full'))).toBe('The engine’s own.');
		expect(hintOf({ details: because('empty') })).toBeUndefined();
		expect(hintOf({ hint: 'As it is.', details: { reason: 'of tomorrow' } })).toBe('As it is.');
	});

	it('goes by what happened, not by words', () => {
		expect(hintOf(errorOf('not_installed', { installed: 0 }))).toContain('dataflare install');
		expect(hintOf(errorOf('not_disabled', { state: 'waiting_for_review' }))).toContain('policy set');
		expect(hintOf(errorOf('not_disabled', { state: 'broken' }))).toContain('reload');
	});
});
