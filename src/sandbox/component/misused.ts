import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import { HostFault } from '../imports/trap.ts';

/** A component asked for what no host function gives: its instance is lost as after a trap. */
export function misused(fn: string, why: string): never {
	throw new HostFault(
		new DataFlareError('plugin_execution', `${fn}: the component cannot go on: ${why}`, {
			hint: 'The plugin has a bug: report it to its author. The next call starts from a clean state.',
			details: because('host_misused', { function: fn }),
		}),
	);
}
