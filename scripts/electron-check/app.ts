/**
 * `npm run electron-check`, the part that runs in Electron: looks at what the shell relies on, one thing after another,
 * and notes what it saw in the file that it is told. Built into `out/check`, which no package contains.
 */
import fs, { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { app, type BrowserWindow } from 'electron';
import { createCore } from '../../src/core/index.ts';
import { chooseDataDir } from '../../src/main/data-dir.ts';
import { isWithoutSandbox, sandboxPages } from '../../src/main/sandboxes/sandbox-pages.ts';
import { utilityAdapter } from '../../src/main/sandboxes/utility-adapter.ts';
import { hearTrouble, shellNotes } from '../../src/main/trouble.ts';
import { builtPage, registerAppScheme, serveApp } from '../../src/main/window/app-protocol.ts';
import { createWindow, hardenPages } from '../../src/main/window/window.ts';
import {
	type Adapters,
	exitsAreTold,
	heapIsLimited,
	lastWordsAreHeard,
	processStarts,
	startFailureIsTold,
	trapIsCaught,
	viewsAreTight,
} from './checks.ts';
import { NotDone, Record, say } from './outcome.ts';

/** How long the window and its page may take to be there. ms */
const WINDOW_MS = 60_000;
const here = import.meta.dirname;
/** Electron's own `node:fs` looks into whatever is named like one of its archives. */
const originalFiles: typeof fs = process.getBuiltinModule('original-fs' as 'node:fs') ?? fs;

async function main(): Promise<void> {
	hearTrouble();
	registerAppScheme();
	sandboxPages();
	const dataDir = chooseDataDir();
	const record = new Record(app.commandLine.getSwitchValue('report'));
	await app.whenReady();
	serveApp(builtPage(join(here, '../renderer')));
	hardenPages();
	const adapters: Adapters = {
		odd: utilityAdapter(join(here, 'check-child.mjs')),
		sandbox: utilityAdapter(join(here, '../main/sandbox.mjs')),
	};
	await record.make('the window is shown', windowIsShown);
	await record.make('a plugin process starts', () => processStarts(adapters));
	await record.make('views are sent without what is around them', () => viewsAreTight(adapters));
	await record.make('a guest’s access outside of its memory is an error', () => trapIsCaught(adapters));
	await record.make('the heap of a plugin process is limited', () => heapIsLimited(adapters));
	await record.make('exits are told as they were', () => exitsAreTold(adapters));
	await record.make('a sandbox’s last words are heard', () => lastWordsAreHeard(adapters));
	await record.make('the database opens and a plugin runs', () => pluginRuns(dataDir, 'in.ndjson'));
	await record.make('a file named x.asar is a file', () => pluginRuns(dataDir, 'x.asar'));
	await record.make('a process that does not start is told of', () => startFailureIsTold(adapters));
	await record.make('nothing unforeseen happened', async () => {
		const troubles = shellNotes().filter((note) => note.startsWith('unforeseen'));
		say(troubles.length === 0, troubles.join('; '));
		return 'no error that nobody heard, so no box that stops the program';
	});
	app.exit(0);
}

async function windowIsShown(): Promise<string> {
	const begun = performance.now();
	const window = createWindow({ hash: '', beside: null });
	const events: string[] = [];
	window.once('ready-to-show', () => events.push('ready-to-show'));
	window.webContents.once('did-finish-load', () => events.push('did-finish-load'));
	const within = (what: string): void =>
		say(performance.now() - begun < WINDOW_MS, `${what} after ${WINDOW_MS / 1_000} s; events: ${events.join(', ')}`);
	for (; !window.isVisible(); within('no window')) await delay(50);
	const ms = Math.round(performance.now() - begun);
	const seen = events.join(', ') || 'none';
	// It may be shown before its page is there.
	while ((await bridgeOf(window)) !== 'object') {
		within('the page has no bridge');
		await delay(100);
	}
	const sandbox = isWithoutSandbox() ? 'WITHOUT the system’s sandbox' : 'sandboxed';
	return `after ${ms} ms, ${sandbox}; events until then: ${seen}; the page has its bridge`;
}

function bridgeOf(window: BrowserWindow): Promise<string> {
	return window.webContents.executeJavaScript('typeof window.bridge') as Promise<string>;
}

/** Through the whole engine: install, grant by choosing a file, run, history. */
async function pluginRuns(dataDir: string, name: string): Promise<string> {
	const folder = join(dataDir, name.replaceAll('.', '-'));
	mkdirSync(folder, { recursive: true });
	const [input, output] = [join(folder, name), join(folder, `out-${name}`)];
	const core = await createCore({
		dataDir: join(folder, 'data'),
		sandboxEntry: join(here, '../main/sandbox.mjs'),
		resourcesDir: join(here, '../../resources'),
		adapter: utilityAdapter(join(here, '../main/sandbox.mjs')),
		watch: false,
	});
	try {
		originalFiles.writeFileSync(input, '{"note":"mail bob@example.com"}\n');
		const installed = await core.request('plugins.install', {
			path: join(here, '../../resources/plugins/pii-redactor'),
		});
		if (!installed.ok) throw new NotDone(installed.error.message);
		const run = await core.request('streams.run', {
			plugin: 'pii-redactor',
			input: { kind: 'file', path: input },
			output: { kind: 'file', path: output },
		});
		say(run.ok, run.ok ? '' : run.error.message);
		const result = originalFiles.readFileSync(output, 'utf8');
		say(/mail b\*+@/.test(result), `what came out was not what should: ${result.slice(0, 80)}`);
		const sandboxes = await core.request('sandboxes.list', {});
		const layers = sandboxes.ok ? (sandboxes.data[0]?.layers ?? []) : [];
		return `${name} was read, and what came out is right; layers: ${layers.join(', ')}`;
	} finally {
		await core.close();
	}
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
	app.exit(1);
});
