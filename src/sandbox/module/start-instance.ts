import type { HostSide } from '../imports/host-side.ts';
import type { WasiSide } from '../imports/imports.ts';
import { BrokerFiles } from '../imports/wasi/broker-files.ts';
import { LogStreams, type Streams } from '../imports/wasi/streams.ts';
import type { Preopen } from '../imports/wasi/table.ts';
import type { CompiledModule } from './compile.ts';
import { GuestInstance } from './instance.ts';

/**
 * A new instance with what it may reach from its beginning. What an earlier instance of this process had open is closed:
 * nobody else would. `streams`: of a program; a library's output goes to the log.
 */
export async function startInstance(
	compiled: CompiledModule,
	host: HostSide,
	streams?: Streams,
): Promise<GuestInstance> {
	return new GuestInstance(compiled, host, await wasiSide(compiled.usesFiles, host, streams));
}

/** What lies around a WASI guest: its output goes to the log where it has no streams of its own. */
export async function wasiSide(usesFiles: boolean, host: HostSide, streams?: Streams): Promise<WasiSide> {
	const preopens = usesFiles ? await grantedFolders(host) : [];
	const log = new LogStreams((stream, line) => host.log(stream === 'stdout' ? 'info' : 'warn', line));
	return { streams: streams ?? log, preopens };
}

async function grantedFolders(host: HostSide): Promise<readonly Preopen[]> {
	const { data } = await new BrokerFiles(host).ask('begin', {});
	return data.length === 0 ? [] : (JSON.parse(new TextDecoder().decode(data)) as readonly Preopen[]);
}
