import { placeTitles } from '../../../shared/face/places.ts';

export const shell = {
	skip: 'Skip to the content',
	nav: { label: 'Main', fold: 'Show icons only', unfold: 'Show names', ...placeTitles('en') },
	palette: 'Search or do anything',
	status: {
		label: 'Status',
		sandboxes_one: '{{text}} sandbox',
		sandboxes_other: '{{text}} sandboxes',
		cpu: '{{percent}} CPU',
		title: 'Running sandboxes',
		empty: 'No sandbox is running. One starts when a plugin is called.',
		stop: 'Stop',
		stopNamed: 'Stop the sandbox of {{name}}',
		stopped: 'The sandbox of {{name}} was stopped.',
		spare: 'Warm spare',
		role: { spare: 'spare', pool: 'calls', lease: 'run' },
		state: { starting: 'starting', idle: 'idle', busy: 'busy', stopping: 'stopping' },
		running_one: '{{text}} running now',
		running_other: '{{text}} running now',
		deniedToday: '{{text}} denied today',
		plugin: 'Plugin',
		process: 'Process',
		use: 'Used for',
		memory: 'Memory',
		processor: 'CPU',
		since: 'Since',
		layers: 'Layers in force',
	},
	connection: {
		connected: 'Connected',
		reconnecting: 'Reconnecting…',
		lost: 'No connection to the engine',
		restarted: 'The program was started anew',
		restartedText:
			'This window belongs to its earlier start. Press Enter in its terminal for an address, and open that in this tab: what is typed here stays.',
		lostText:
			'The program behind this window does not answer. Nothing that was reported finished is lost. The window goes on by itself when the program is back.',
		lostHint: 'If it was stopped, start it again in its terminal and open the address that it prints.',
	},
	notices: 'Notices',
	dismissNotice: 'Dismiss',
	crash: {
		title: 'This screen failed',
		text: 'The engine goes on; only what is drawn here is affected.',
		reload: 'Show it again',
	},
	notFound: { title: 'There is nothing here', text: 'The address does not lead to a screen.', go: 'Go to the plugins' },
	drop: {
		title: 'Drop to inspect',
		text: 'Plugins as .wasm files or folders; on the Run screen, data to run on. Nothing is installed before you say so.',
	},
} as const;
