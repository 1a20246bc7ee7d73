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
		layers: 'Active protection',
	},
	connection: {
		connected: 'Connected',
		reconnecting: 'Reconnecting…',
		lost: 'No connection to the engine',
		restarted: 'The program was restarted',
		restartedText:
			'This window belongs to the session before. Press Enter in the program’s terminal for a new address and open it in this tab: whatever you have typed here stays.',
		lostText:
			'The program behind this window is not responding. Nothing that was reported as finished is lost, and the window will carry on as soon as the program is back.',
		lostHint: 'If you stopped it, start it again in its terminal and open the address that it prints.',
	},
	notices: 'Notices',
	dismissNotice: 'Dismiss',
	crash: {
		title: 'This screen failed',
		text: 'The engine is still running; only this screen is affected.',
		reload: 'Show it again',
	},
	notFound: {
		title: 'There is nothing here',
		text: 'This address does not lead to a screen.',
		go: 'Go to the plugins',
	},
	openPackages: 'Open packages',
	drop: {
		title: 'Drop to inspect',
		text: 'Drop plugins as .wasm files, .dfplugin packages or folders or, on the Run screen, data to run on. Nothing is installed until you say so.',
	},
} as const;
