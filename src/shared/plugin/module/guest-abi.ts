import type { GuestAbi } from '../component-type.ts';

interface GuestTraits {
	/** It begins, reads records as lines, writes records as lines, and ends. */
	readonly isProgram: boolean;
	/** A file of the component model, which is made ready before it runs. */
	readonly isComponent: boolean;
	/** Its exports tell which roles it can play; of any other kind its manifest says, or a person. */
	readonly namesRole: boolean;
}

const traits: Readonly<Record<GuestAbi, GuestTraits>> = {
	'dataflare/1': { isProgram: false, isComponent: false, namesRole: true },
	'wasi-reactor': { isProgram: false, isComponent: false, namesRole: true },
	'wasi-command': { isProgram: true, isComponent: false, namesRole: false },
	extism: { isProgram: false, isComponent: false, namesRole: false },
	component: { isProgram: false, isComponent: true, namesRole: true },
	'component-command': { isProgram: true, isComponent: true, namesRole: false },
};

/** Of a plugin whose kind nobody knows: none of them. */
const none: GuestTraits = { isProgram: false, isComponent: false, namesRole: true };

/** What the kinds of guests differ in wherever it matters which kind a plugin is. */
export function traitsOf(abi: GuestAbi | null): GuestTraits {
	return abi === null ? none : traits[abi];
}
