/**
 * The child of the adapter contract: does what a message says. Runs as a process of its own (`contract-entry.mts`) and
 * inside the in-memory adapter, so that both adapters face the same behaviour.
 */
export interface ChildPort {
	post(message: unknown): void;
	onMessage(listener: (message: unknown) => void): void;
	exit(code: number): void;
	/** Keeps the thread busy for ever. */
	spin(): void;
	/** `done` fires when the text has left. */
	writeError(text: string, done?: () => void): void;
}

export type Order =
	| { readonly do: 'echo'; readonly value: unknown }
	| { readonly do: 'flood'; readonly messages: number; readonly exitCode: number }
	| { readonly do: 'spin' }
	| { readonly do: 'complain'; readonly text: string; readonly times: number };

export function obey(port: ChildPort): void {
	port.onMessage((message) => {
		const order = message as Order;
		switch (order.do) {
			case 'echo':
				return port.post(order.value);
			case 'flood':
				for (let index = 0; index < order.messages; index += 1) port.post(index);
				return port.exit(order.exitCode);
			case 'spin':
				port.post('spinning');
				return port.spin();
			case 'complain':
				return port.writeError(order.text.repeat(order.times), () => port.post('complained'));
		}
	});
}
