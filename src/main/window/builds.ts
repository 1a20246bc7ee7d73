import { type BrowserWindow, dialog } from 'electron';
import type { Core } from '../../core/index.ts';
import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import { type Envelope, failed, succeeded } from '../../shared/errors/result.ts';
import type { BuildAnswer, BuildPlan } from '../../shared/plugin/authoring/authoring.ts';
import { visible } from '../../shared/quoted.ts';
import type { Answer } from './ipc.ts';
import type { Text } from './text.ts';

/** What a box of the system shows whole, in characters and in lines. */
const MOST_SHOWN = 3_000;
const MOST_LINES = 20;

/**
 * What a page asks for to have a plugin built. The page alone starts no program: the commands are shown in a box of the
 * system's, and only those that a person said yes to are run. Nothing of it is on the channel of requests.
 */
export function buildChannels(core: Core, text: Text): Readonly<Record<string, Answer>> {
	let isAsking = false;
	return {
		async 'dataflare:build'(window, folder): Promise<Envelope<BuildAnswer | null>> {
			if (isAsking) return failed(askedAlready());
			isAsking = true;
			let plan: Envelope<BuildPlan>;
			try {
				plan = await core.planBuild(String(folder));
				if (!plan.ok) return plan;
				const commands = commandLines(plan.data);
				if (commands === null) return failed(unshown());
				if (!(await agrees(window, plan.data, commands, text))) return succeeded(null);
			} finally {
				isAsking = false;
			}
			return core.runBuild(plan.data);
		},
	};
}

/** A line for each command, in which everything is seen; null: they are more than a box shows. */
export function commandLines({ commands, folder }: BuildPlan): string | null {
	const lines = commands.map((words) => words.map(shownWord).join(' '));
	const isShown = lines.length <= MOST_LINES && [folder, ...lines].join('\n').length <= MOST_SHOWN;
	return isShown ? lines.join('\n') : null;
}

function shownWord(word: string): string {
	return /^[\w@%+=:,./\\-]+$/.test(word) ? word : visible(JSON.stringify(word));
}

/** A box whose window is gone is answered by nobody. */
async function agrees(window: BrowserWindow, plan: BuildPlan, commands: string, text: Text): Promise<boolean> {
	const gone = new AbortController();
	const close = (): void => gone.abort();
	window.once('closed', close);
	const left = new Promise<{ readonly response: number }>((done) =>
		gone.signal.addEventListener('abort', () => done({ response: 1 })),
	);
	const asked = dialog.showMessageBox(window, {
		type: 'warning',
		message: text.build(plan.plugin),
		detail: text.buildDetail(visible(plan.folder), commands),
		buttons: [text.runCommands, text.cancel],
		// Enter that was meant for the page runs nothing.
		defaultId: 1,
		cancelId: 1,
		noLink: true,
		signal: gone.signal,
	});
	try {
		const { response } = await Promise.race([asked, left]);
		return response === 0;
	} finally {
		window.off('closed', close);
	}
}

function askedAlready(): DataFlareError {
	return new DataFlareError('conflict', 'The commands of another build are being shown.', {
		details: because('build_asked'),
		hint: 'Answer that question first.',
	});
}

function unshown(): DataFlareError {
	return new DataFlareError('permission_denied', 'The commands of this build are too long to be shown.', {
		details: because('build_unshown'),
		hint: 'Build it from a terminal.',
	});
}
