import { app } from './app.ts';
import { commands, report } from './control.ts';

interface MenuItem {
	readonly label?: string;
	readonly role?: string;
	readonly accelerator?: string;
	readonly submenu?: readonly MenuItem[];
	readonly click?: () => void;
}

const accelerator = /^(?:(?:CommandOrControl|CmdOrCtrl|Command|Control|Alt|Shift)\+)*[A-Z0-9,.\-+=]$/;

export const Menu = {
	buildFromTemplate(template: readonly MenuItem[]): readonly MenuItem[] {
		app.insistOnReady(true, 'Menu');
		return template;
	},
	/** A key is the menu's only where the page lets it pass: a test holds the two to each other. */
	setApplicationMenu(template: readonly MenuItem[]): void {
		const items = template.flatMap((item) => [item, ...(item.submenu ?? [])]);
		const keys: Record<string, string> = {};
		for (const { label, accelerator: key } of items) {
			if (key === undefined) continue;
			if (!accelerator.test(key)) throw new TypeError(`${key} is no accelerator`);
			keys[key] = label ?? '';
		}
		report({ saw: 'menu', labels: items.map(({ label, role }) => label ?? role ?? ''), keys });
		commands.on('command', (command) => {
			if (command.do === 'click-menu') items.find(({ label }) => label === command.label)?.click?.();
		});
	},
};
