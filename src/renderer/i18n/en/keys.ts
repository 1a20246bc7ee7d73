import { keyTitles } from '../../../shared/face/keys.ts';

export const keys = {
	title: 'Keyboard shortcuts',
	what: 'What it does',
	keys: 'Keys',
	goTo: 'Go to {{place}}',
	where: {
		anywhere: 'Anywhere',
		screen: 'On a screen or in a dialog',
		list: 'In a list',
		flow: 'In the flow editor',
		palette: 'In the command palette',
	},
	does: keyTitles('en'),
	signsHint: 'Keys without Ctrl or Command do nothing while you type. They can be switched off in the settings.',
} as const;
