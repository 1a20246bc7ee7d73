import { MOST_HOST_REQUESTS } from '../../shared/sandbox/frames.ts';
import type { HostSide } from '../imports/host-side.ts';
import type { Streams } from '../imports/wasi/streams.ts';
import type { Preopen } from '../imports/wasi/table.ts';
import { BrokerGate, RequestTurns } from './broker-gate.ts';
import { endGuest } from './end-guest.ts';
import { type HostInterfacesSide, hostInterfaces } from './host-interfaces.ts';
import type { Interface } from './interfaces.ts';
import { filesystemInterfaces } from './wasi/filesystem.ts';
import { Handles } from './wasi/handles.ts';
import { OpenFiles } from './wasi/open-files.ts';
import { socketInterfaces } from './wasi/sockets.ts';
import { systemInterfaces } from './wasi/system.ts';
import { httpInterfaces } from './wasi-http/http-interfaces.ts';

/** What lies around an instance of a component. */
export interface ComponentSide extends HostInterfacesSide {
	readonly args: readonly string[];
	/** Granted variables alone. */
	readonly env: readonly (readonly [string, string])[];
	readonly streams: Streams;
	/** The granted folders, where the component can ask for files through WASI. */
	readonly preopens: readonly Preopen[];
}

export interface ComponentImports {
	/** What the transpiled component is instantiated with, by interface without version. */
	readonly object: Readonly<Record<string, Interface>>;
	/** The code that the component ended itself with; null: it did not. */
	readonly exitCode: number | null;
	/** So many handles are held of what this instance was given. */
	readonly handles: number;
	/** Writes what counts as written; answers with what went wrong with any of it. Null: there is nothing to write. */
	settle(): Promise<number> | null;
	/** Something of the component is called: it may ask the broker again. */
	begin(): void;
	/**
	 * Nothing of the component runs any more: resolves when nothing of it will be asked either. `isOver`: and nothing of it
	 * ever will; what it still waited for is dropped.
	 */
	rest(isOver: boolean): Promise<void>;
}

/** Of one instance: as many as it can have files to let go of, which must not fail, and HTTP requests. */
const MOST_WAITING = 10_000;
const MOST_HTTP_WAITING = 64;

/** The turns of a process, by its way to the broker: all of its instances share them. */
const processTurns = new WeakMap<object, { readonly all: RequestTurns; readonly http: RequestTurns }>();

function turnsOf(host: Pick<HostSide, 'ask'>): { readonly all: RequestTurns; readonly http: RequestTurns } {
	let turns = processTurns.get(host);
	if (turns === undefined) {
		// A slow server leaves the other half to files.
		turns = { all: new RequestTurns(MOST_HOST_REQUESTS), http: new RequestTurns(MOST_HOST_REQUESTS / 2) };
		processTurns.set(host, turns);
	}
	return turns;
}

/** The way to the broker of what asks on a component's behalf before there is an instance. */
export function inTurn(host: HostSide): HostSide {
	const gate = new BrokerGate(host, turnsOf(host).all, MOST_WAITING);
	return {
		ask: (request) => gate.ask(request),
		log: (level, message) => host.log(level, message),
		progress: (count, total) => host.progress(count, total),
	};
}

/**
 * All that an instance of a component can ask for, made afresh for it; `imported`: the interfaces that it names, without
 * their versions. Nothing that it passes throws but what ends it: a trap where it ends itself, a `HostFault` where
 * nothing can be answered.
 */
export function componentImports(imported: readonly string[], side: ComponentSide): ComponentImports {
	const handles = new Handles();
	const turns = turnsOf(side.host);
	const gate = new BrokerGate(side.host, turns.all, MOST_WAITING);
	const httpGate = new BrokerGate(gate, turns.http, MOST_HTTP_WAITING);
	const host: HostSide = {
		ask: (request, dropped) => gate.ask(request, dropped),
		log: (level, message) => side.host.log(level, message),
		progress: (count, total) => side.host.progress(count, total),
	};
	const files = new OpenFiles(host, side.preopens);
	let exitCode: number | null = null;
	const onExit = (code: number): void => {
		exitCode ??= code;
	};
	const known = new Map(
		Object.entries({
			...hostInterfaces({ ...side, host }),
			...systemInterfaces(handles, { ...side, onExit }),
			...filesystemInterfaces(handles, files),
			...socketInterfaces,
			...httpInterfaces(handles, httpGate),
		}),
	);
	/** A component that ended itself, and caught that, is given nothing more. */
	const guarded = (act: (...args: unknown[]) => unknown) => {
		return (...args: unknown[]): unknown => {
			if (exitCode !== null) endGuest();
			return act(...args);
		};
	};
	const object = Object.fromEntries(
		imported.map((name) => [name, guardedAll(known.get(name)?.() ?? {}, guarded)] as const),
	);
	return {
		object,
		get exitCode() {
			return exitCode;
		},
		get handles() {
			return handles.held;
		},
		settle: () => (files.dirty ? files.settle() : null),
		begin() {
			gate.open();
			httpGate.open();
		},
		async rest(isOver) {
			await files.closed();
			if (isOver) {
				await httpGate.end();
				return gate.end();
			}
			httpGate.shut();
			gate.shut();
		},
	};
}

/** Classes stay what they are: their objects come from functions alone. */
function guardedAll(
	members: Interface,
	guarded: (act: (...args: unknown[]) => unknown) => (...args: unknown[]) => unknown,
): Interface {
	return Object.fromEntries(
		Object.entries(members).map(([name, member]) => {
			const isClass = /^[A-Z]/.test(name);
			return [name, isClass ? member : guarded(member as (...args: unknown[]) => unknown)];
		}),
	);
}
