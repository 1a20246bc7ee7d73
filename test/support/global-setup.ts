import { ensureBuilt } from '../../scripts/ensure-built.ts';

/** The tests run real sandboxes, so the sandbox must be built before the first of them. */
export function setup(): void {
	ensureBuilt();
}
