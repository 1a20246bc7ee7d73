import type { HostSide } from '../imports/host-side.ts';
import type { Streams } from '../imports/wasi/streams.ts';
import { wasiSide } from '../module/start-instance.ts';
import type { CompiledComponent } from './compile-component.ts';
import { inTurn } from './component-imports.ts';
import { ComponentInstance } from './component-instance.ts';

/**
 * A new instance with what it may reach from its beginning, not linked yet. `streams`: of a program; what another writes
 * goes to the log.
 */
export async function startComponent(
	compiled: CompiledComponent,
	host: HostSide,
	streams?: Streams,
): Promise<ComponentInstance> {
	return new ComponentInstance(compiled, host, await wasiSide(compiled.usesFiles, inTurn(host), streams));
}
