import { traitsOf } from '../../shared/plugin/module/guest-abi.ts';
import type { LoadGenerated } from '../component/generated-module.ts';
import { CommandGuest } from './command-guest.ts';
import { ComponentGuest } from './component-guest.ts';
import { ExtismGuest } from './extism-guest.ts';
import { Guest } from './guest.ts';
import type { GuestOptions, LoadedGuest } from './loaded-guest.ts';

/** Loads a plugin as the kind of guest that it is. Rejects with `plugin_load`, `memory_limit` or `configuration`. */
export function loadGuest(options: GuestOptions, loadGenerated: LoadGenerated): Promise<LoadedGuest> {
	const { abi } = options.guest;
	const { isProgram, isComponent } = traitsOf(abi);
	if (isProgram) return CommandGuest.load(options, loadGenerated);
	if (isComponent) return ComponentGuest.load(options, loadGenerated);
	return abi === 'extism' ? ExtismGuest.load(options) : Guest.load(options);
}
