import { QueryClient, QueryClientProvider, useMutation, useQuery } from '@tanstack/react-query';
import {
	createContext,
	type ReactNode,
	useCallback,
	useContext,
	useEffect,
	useMemo,
	useRef,
	useSyncExternalStore,
} from 'react';
import type { EventName, Events } from '../../shared/api/events.ts';
import type { ReadRoute, RouteInput, RouteName, RouteOutput, WriteRoute } from '../../shared/api/routes.ts';
import { DataFlareError } from '../../shared/errors/errors.ts';
import type { Envelope } from '../../shared/errors/result.ts';
import type { Connection } from '../../shared/face/bridge.ts';
import type { PageBridge } from './connect.ts';
import { firstPicture } from './first-picture.ts';
import { type EarlyQuestion, type HeadStart, onEvents } from './head-start.ts';
import { askPatiently } from './patience.ts';
import { staleAfter, staleBy } from './stale-after.ts';
import { StaleAnswers } from './stale-answers.ts';

const BridgeContext = createContext<PageBridge | null>(null);
const StaleContext = createContext<StaleAnswers | null>(null);

/** The page's bridge to the engine. */
export function useBridge(): PageBridge {
	const bridge = useContext(BridgeContext);
	if (bridge === null) throw new Error('useBridge outside of EngineProvider');
	return bridge;
}

/** One request. Rejects with the engine's own error. */
async function request<N extends RouteName>(
	bridge: PageBridge,
	route: N,
	input: RouteInput<N>,
): Promise<RouteOutput<N>> {
	return dataOf(await bridge.request(route, input));
}

function dataOf<T>(answer: Envelope<T>): T {
	if (answer.ok) return answer.data;
	throw DataFlareError.fromWire(answer.error);
}

const always = (): boolean => true;

/** Asks a read route. Rejects with the engine's own error. */
export type Ask = <N extends ReadRoute>(route: N, input: RouteInput<N>) => Promise<RouteOutput<N>>;

/** Asks a write route. Rejects with the engine's own error. */
export type Act = <N extends WriteRoute>(route: N, input: RouteInput<N>) => Promise<RouteOutput<N>>;

/** A function that asks the engine, and waits while the program is away; the same one for as long as the bridge is. */
export function useAsk(): Ask {
	const bridge = useBridge();
	return useCallback(
		(route, input) => askPatiently(bridge.onConnection, () => request(bridge, route, input), always),
		[bridge],
	);
}

/**
 * A function that changes something, also where the component is gone meanwhile; the same one for as long as the bridge
 * is. What `staleAfter` names is asked for anew, once for many changes in a row.
 */
export function useAct(): Act {
	const bridge = useBridge();
	const stale = useContext(StaleContext);
	return useCallback(
		(route, input) => request(bridge, route, input).finally(() => stale?.add(staleAfter.action[route])),
		[bridge, stale],
	);
}

export function routeKey<N extends ReadRoute>(route: N, input: RouteInput<N>): readonly [N, RouteInput<N>] {
	return [route, input];
}

interface RouteOptions {
	/** False: nothing is asked. */
	readonly enabled?: boolean;
	/** Shows the answer to the previous question until the new one is there. */
	readonly keepPrevious?: boolean;
	/** The disk can contradict the answer at any time: it is asked anew whenever somebody comes to look, also back to this window. */
	readonly ofDisk?: boolean;
	/** Not in the first picture, or not what a person looks for in it: asked once that is drawn. */
	readonly isLater?: boolean;
	/** Asks again after this long, ms. */
	readonly refreshMs?: number;
}

/** The answer of a read route; asked for anew when an event says that it changed and after a reconnection. */
export function useRoute<N extends ReadRoute>(route: N, input: RouteInput<N>, options: RouteOptions = {}) {
	const bridge = useBridge();
	return useQuery<RouteOutput<N>, DataFlareError>({
		queryKey: routeKey(route, input),
		// The signal is touched only by who waits: whoever touches it loses the answer of a screen that is left.
		queryFn: async (context) => {
			if (options.isLater === true) await firstPicture;
			return askPatiently(
				bridge.onConnection,
				() => request(bridge, route, input),
				() => !context.signal.aborted,
			);
		},
		enabled: options.enabled ?? true,
		...(options.keepPrevious === true ? { placeholderData: (previous) => previous } : {}),
		...(options.ofDisk === true
			? { staleTime: 0, gcTime: 0, refetchOnMount: 'always' as const, refetchOnWindowFocus: 'always' as const }
			: {}),
		...(options.refreshMs === undefined ? {} : { refetchInterval: options.refreshMs }),
	});
}

/** Asks a write route; everything that `staleAfter` names for it is asked for anew. */
export function useAction<N extends WriteRoute>(route: N) {
	const bridge = useBridge();
	const stale = useContext(StaleContext);
	return useMutation<RouteOutput<N>, DataFlareError, RouteInput<N>>({
		mutationFn: (input) => request(bridge, route, input),
		onSettled: () => void stale?.askNow(staleAfter.action[route]),
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
	return useSyncExternalStore(
		useCallback((listener) => bridge.onConnection(listener), [bridge]),
		() => connectionOf(bridge),
		connectedOnce,
	);
}

/** Who takes over what the program has drawn was let in a moment ago. */
const connectedOnce = (): Connection => 'connected';

/** Told at once to whoever begins to listen. */
function connectionOf(bridge: PageBridge): Connection {
	let state: Connection = 'reconnecting';
	bridge.onConnection((now) => {
		state = now;
	})();
	return state;
}

/** Calls the newest listener whenever the program is back after it was away. */
export function useBack(listener: () => void): void {
	const bridge = useBridge();
	const newest = useRef(listener);
	useEffect(() => {
		newest.current = listener;
	});
	useEffect(() => {
		let wasAway = false;
		return bridge.onConnection((state) => {
			if (state === 'connected' && wasAway) newest.current();
			wasAway = state !== 'connected';
		});
	}, [bridge]);
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

/** Makes early answers those of the client; resolves once all are there. What failed is asked again by whoever needs it. */
export async function takeAnswers(client: QueryClient, questions: readonly EarlyQuestion[]): Promise<void> {
	await Promise.all(
		questions.map(({ key, answer }) =>
			client.prefetchQuery({ queryKey: key, queryFn: async () => dataOf(await answer) }),
		),
	);
}

export function EngineProvider({
	start,
	client,
	children,
}: {
	readonly start: HeadStart;
	readonly client: QueryClient;
	readonly children: ReactNode;
}) {
	const { bridge } = start;
	const stale = useMemo(() => new StaleAnswers(client), [client]);
	useEffect(() => {
		const end = followChanges(bridge, client, stale);
		for (const told of start.takeEvents()) stale.add(staleBy(told));
		return end;
	}, [start, bridge, client, stale]);
	return (
		<BridgeContext value={bridge}>
			<StaleContext value={stale}>
				<QueryClientProvider client={client}>{children}</QueryClientProvider>
			</StaleContext>
		</BridgeContext>
	);
}

function followChanges(bridge: PageBridge, client: QueryClient, stale: StaleAnswers): () => void {
	const end = onEvents(bridge, (told) => stale.add(staleBy(told)));
	let wasConnected = false;
	const endConnection = bridge.onConnection((state) => {
		if (state !== 'connected') return;
		// Events may have been missed meanwhile.
		if (wasConnected) void client.invalidateQueries();
		wasConnected = true;
	});
	return () => {
		end();
		endConnection();
	};
}
