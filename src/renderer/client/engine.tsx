import { QueryClient, QueryClientProvider, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from 'react';
import type { EventName, Events } from '../../shared/api/events.ts';
import type { RouteInput, RouteName, RouteOutput } from '../../shared/api/routes.ts';
import { DataFlareError } from '../../shared/errors/errors.ts';
import type { Connection } from '../../shared/face/bridge.ts';
import type { PageBridge } from './connect.ts';
import { staleAfter } from './stale-after.ts';

const BridgeContext = createContext<PageBridge | null>(null);

/** The page's bridge to the engine. */
export function useBridge(): PageBridge {
	const bridge = useContext(BridgeContext);
	if (bridge === null) throw new Error('useBridge outside of EngineProvider');
	return bridge;
}

/** One request. Rejects with the engine's own error. */
export async function ask<N extends RouteName>(
	bridge: PageBridge,
	route: N,
	input: RouteInput<N>,
): Promise<RouteOutput<N>> {
	const answer = await bridge.request(route, input);
	if (answer.ok) return answer.data;
	throw DataFlareError.fromWire(answer.error);
}

/** A function that asks the engine; the same one for as long as the bridge is. Rejects with the engine's own error. */
export function useAsk(): <N extends RouteName>(route: N, input: RouteInput<N>) => Promise<RouteOutput<N>> {
	const bridge = useBridge();
	return useCallback((route, input) => ask(bridge, route, input), [bridge]);
}

export function routeKey<N extends RouteName>(route: N, input: RouteInput<N>): readonly [N, RouteInput<N>] {
	return [route, input];
}

interface RouteOptions {
	/** False: nothing is asked. */
	readonly enabled?: boolean;
	/** Shows the answer to the previous question until the new one is there. */
	readonly keepPrevious?: boolean;
	/** The disk can contradict the answer at any time: it is asked anew whenever somebody comes to look, also back to this window. */
	readonly ofDisk?: boolean;
	/** Asks again after this long, ms. */
	readonly refreshMs?: number;
}

/** The answer of a read route; asked for anew when an event says that it changed and after a reconnection. */
export function useRoute<N extends RouteName>(route: N, input: RouteInput<N>, options: RouteOptions = {}) {
	const bridge = useBridge();
	return useQuery<RouteOutput<N>, DataFlareError>({
		queryKey: routeKey(route, input),
		queryFn: () => ask(bridge, route, input),
		enabled: options.enabled ?? true,
		...(options.keepPrevious === true ? { placeholderData: (previous) => previous } : {}),
		...(options.ofDisk === true
			? { staleTime: 0, gcTime: 0, refetchOnMount: 'always' as const, refetchOnWindowFocus: 'always' as const }
			: {}),
		...(options.refreshMs === undefined ? {} : { refetchInterval: options.refreshMs }),
	});
}

/** Asks a write route; everything that `staleAfter` names for it is asked for anew. */
export function useAction<N extends RouteName>(route: N) {
	const bridge = useBridge();
	const queries = useQueryClient();
	return useMutation<RouteOutput<N>, DataFlareError, RouteInput<N>>({
		mutationFn: (input) => ask(bridge, route, input),
		onSettled: () => void refresh(queries, staleAfter.action[route] ?? []),
	});
}

/** Hears an event for as long as the component lives; the newest listener counts. */
export function useEngineEvent<E extends EventName>(event: E, listener: (payload: Events[E]) => void): void {
	const bridge = useBridge();
	const newest = useRef(listener);
	useEffect(() => {
		newest.current = listener;
	});
	useEffect(() => bridge.on(event, (payload) => newest.current(payload)), [bridge, event]);
}

export function useConnection(): Connection {
	const bridge = useBridge();
	const [state, setState] = useState<Connection>('reconnecting');
	useEffect(() => bridge.onConnection(setState), [bridge]);
	return state;
}

export function createQueryClient(): QueryClient {
	return new QueryClient({
		defaultOptions: {
			// The engine says when something changed: time alone makes nothing stale, and asking twice helps nothing.
			queries: {
				staleTime: Number.POSITIVE_INFINITY,
				retry: false,
				refetchOnWindowFocus: false,
				networkMode: 'always',
			},
			mutations: { retry: false, networkMode: 'always' },
		},
	});
}

export function EngineProvider({
	bridge,
	client,
	children,
}: {
	readonly bridge: PageBridge;
	readonly client: QueryClient;
	readonly children: ReactNode;
}) {
	useEffect(() => followChanges(bridge, client), [bridge, client]);
	return (
		<BridgeContext value={bridge}>
			<QueryClientProvider client={client}>{children}</QueryClientProvider>
		</BridgeContext>
	);
}

/** Many events in a row, e.g. of two hundred plugins, cause one question. ms */
const GATHER_MS = 120;
/** While events do not stop, this many times as long as the answers took passes before they are asked for again. */
const REST = 3;

function followChanges(bridge: PageBridge, client: QueryClient): () => void {
	const routes = new Set<RouteName>();
	let timer: ReturnType<typeof setTimeout> | undefined;
	let ended = false;
	const askIn = (ms: number): void => {
		timer ??= setTimeout(async () => {
			const stale = [...routes];
			routes.clear();
			const begin = performance.now();
			await refresh(client, stale);
			timer = undefined;
			if (routes.size > 0 && !ended) askIn(Math.max(GATHER_MS, REST * (performance.now() - begin)));
		}, ms);
	};
	const ends = (Object.keys(staleAfter.event) as EventName[]).map((event) =>
		bridge.on(event, () => {
			for (const route of staleAfter.event[event] ?? []) routes.add(route);
			// While answers are awaited, the timer stands: what is stale meanwhile is asked for afterwards.
			askIn(GATHER_MS);
		}),
	);
	let wasConnected = false;
	const endConnection = bridge.onConnection((state) => {
		if (state !== 'connected') return;
		// Events may have been missed meanwhile.
		if (wasConnected) void client.invalidateQueries();
		wasConnected = true;
	});
	return () => {
		ended = true;
		for (const end of ends) end();
		endConnection();
		clearTimeout(timer);
	};
}

/** Resolves when everything that is on the screen has its new answer. */
async function refresh(client: QueryClient, routes: readonly RouteName[]): Promise<void> {
	if (routes.length === 0) return;
	await client.invalidateQueries({ predicate: ({ queryKey }) => routes.includes(queryKey[0] as RouteName) });
}
