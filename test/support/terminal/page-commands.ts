import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { expect } from 'vitest';
import type { Ended } from './cli.ts';
import { runCliHere } from './cli-here.ts';

/** A fenced `bash` block of a page, with what the page says it prints: the `text` block behind it. */
export interface PageBlock {
	/** The heading that it stands below. */
	readonly heading: string;
	/** As they are typed, each on as many lines as it needs. */
	readonly commands: readonly string[];
	/** Lines that stand in the output in this order; `…` stands for anything within a line. */
	readonly shown: readonly string[];
}

/** The programs that come with a checkout. */
const programs = resolve(import.meta.dirname, '../../../node_modules/.bin');

const FENCED = /^#+ (.+)$|^```bash\n([\s\S]*?)^```(?:\n+```text\n([\s\S]*?)^```)?/gm;

/** The blocks of a page that are run, in order. Other fences (`json`, `text` alone, sources) are not. */
export function blocksOf(page: string): readonly PageBlock[] {
	let heading = '';
	const blocks: PageBlock[] = [];
	for (const [, title, code, text = ''] of page.matchAll(FENCED)) {
		if (title !== undefined) heading = title;
		if (code === undefined) continue;
		blocks.push({ heading, commands: commandsOf(code), shown: text.split('\n').filter((line) => line.trim() !== '') });
	}
	return blocks;
}

/** A command goes on behind a backslash, and until the end of the document that it reads. */
export function commandsOf(code: string): readonly string[] {
	const commands: string[] = [];
	let open: string[] = [];
	let end: string | undefined;
	for (const line of code.split('\n')) {
		if (open.length === 0 && /^\s*(?:#.*)?$/.test(line)) continue;
		open.push(line);
		end ??= /<<'?(\w+)'?/.exec(line)?.[1];
		if (end === undefined ? line.endsWith('\\') : line !== end) continue;
		commands.push(open.join('\n'));
		open = [];
		end = undefined;
	}
	expect({ unfinished: open }).toEqual({ unfinished: [] });
	return commands;
}

const RUN_ID = /\(run ([0-9a-f]{12})\)|^([0-9a-f]{12}) /gm;

/**
 * Runs blocks in a folder, one after another: `dataflare …` as the command line in this process, on `<folder>/data`,
 * everything else by bash. Each command has to succeed, unless it says `# exit code N` at its end; `RUN` is the ID of the
 * run that was printed last. `instead`: what stands in for texts of the page, such as an address.
 */
export function pageRunner(
	folder: string,
	instead: Readonly<Record<string, string>> = {},
): (block: PageBlock) => Promise<void> {
	let lastRun = 'RUN';
	return async ({ commands, shown }) => {
		let printed = '';
		for (const typed of commands) {
			const command = Object.entries(instead)
				.reduce((text, [from, to]) => text.replaceAll(from, to), typed)
				.replaceAll(/\bRUN\b/g, lastRun);
			const promised = Number(/ # exit code (\d+)\b.*$/.exec(command)?.[1] ?? 0);
			const { code, out, err } = await (command.startsWith('dataflare ') ? dataflare : bash)(folder, command);
			expect({ command, code, said: code === promised ? '' : out + err }).toEqual({
				command,
				code: promised,
				said: '',
			});
			printed += out + err;
			for (const [, run, listed] of (out + err).matchAll(RUN_ID)) lastRun = run ?? listed ?? lastRun;
		}
		expect(printed).toMatch(patternOf(shown));
	};
}

/** What has lines like these, in this order, with others between them. */
export function patternOf(shown: readonly string[]): RegExp {
	const lines = shown.map((line) => line.trim().split('…').map(escaped).join('[^\n]*'));
	return new RegExp(lines.join('.*\n.*'), 's');
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

function bash(folder: string, command: string): Ended {
	const { status, stdout, stderr } = spawnSync('bash', ['-euo', 'pipefail', '-c', command], {
		cwd: folder,
		encoding: 'utf8',
		env: { ...process.env, HOME: folder, PATH: [programs, process.env['PATH']].join(delimiter) },
	});
	return { code: status ?? -1, out: stdout, err: stderr };
}

/** Bash splits and expands the words, as it does for a person; `< file` and `> file` at the end are followed here. */
async function dataflare(folder: string, command: string): Promise<Ended> {
	const [, typed = '', input, output] =
		/^dataflare (.*?)(?:\s<\s*(\S+))?(?:\s>\s*(\S+))?(?:\s#[^'"\n]*)?$/s.exec(command) ?? [];
	const words = bash(folder, `printf '%s\\0' ${typed}`);
	expect({ command, err: words.err }).toEqual({ command, err: '' });
	const ended = await runCliHere(
		folder,
		words.out.split('\0').slice(0, -1),
		input === undefined ? '' : readFileSync(join(folder, input), 'utf8'),
	);
	if (output === undefined) return ended;
	writeFileSync(join(folder, output), ended.out);
	return { ...ended, out: '' };
}
