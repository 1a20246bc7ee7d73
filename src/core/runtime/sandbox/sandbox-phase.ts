import type { SandboxStats } from '../runtime.ts';

/** Where a generation is in its life; it never goes back. */
export type Phase = 'starting' | 'ready' | 'loading' | 'serving' | 'stopping' | 'ended';

/** The phase in the words of the statistics. */
export function stateOf(phase: Phase, busy: boolean): SandboxStats['state'] {
	switch (phase) {
		case 'starting':
		case 'loading':
			return 'starting';
		case 'ready':
		case 'serving':
			return busy ? 'busy' : 'idle';
		case 'stopping':
		case 'ended':
			return 'stopping';
	}
}
