import { type KeyId, keyTable } from '../../../shared/face/keys.ts';

export const isMac = /Mac/.test(navigator.platform);

const names: Readonly<Record<string, string>> = {
	ArrowUp: '↑',
	ArrowDown: '↓',
	PageUp: 'Page Up',
	PageDown: 'Page Down',
	Escape: 'Esc',
};
const macNames: Readonly<Record<string, string>> = { $mod: '⌘', Shift: '⇧', Enter: '↵', Delete: '⌦' };
const otherNames: Readonly<Record<string, string>> = { $mod: 'Ctrl' };

/** Keys as they are engraved: what is pressed together in one list, one list after the other. */
export function capsOf(presses: string, onMac: boolean = isMac): readonly (readonly string[])[] {
	return presses.split(' ').map((press) =>
		press
			// A sign is named by itself, whatever has to be held for it.
			.replace(/^\[Shift\]\+/, '')
			.split(/(?<=[\w$])\+/)
			// A Mac tells Shift before Command.
			.toSorted((one, other) => (onMac ? Number(other === 'Shift') - Number(one === 'Shift') : 0))
			.map(
				(part) =>
					(onMac ? macNames : otherNames)[part] ?? names[part] ?? (part.length === 1 ? part.toUpperCase() : part),
			),
	);
}

/** In a line, as a tooltip has it: `Ctrl+S`, `⌘S`, `G P`. The first of the ways alone. */
export function keyText(id: KeyId, onMac: boolean = isMac): string {
	return capsOf(keyTable[id].presses[0] ?? '', onMac)
		.map((caps) => caps.join(onMac ? '' : '+'))
		.join(' ');
}

/** For `aria-keyshortcuts`: as the standard writes them, without what is pressed one after the other. */
export function ariaKeysOf(id: KeyId, onMac: boolean = isMac): string {
	return keyTable[id].presses
		.filter((presses) => !presses.includes(' '))
		.map((presses) => presses.replace('[Shift]+', '').replace('$mod', onMac ? 'Meta' : 'Control'))
		.join(' ');
}

/** A name with its key behind, where there is one. */
export function withKey(name: string, id: KeyId | undefined): string {
	return id === undefined ? name : `${name} (${keyText(id)})`;
}
