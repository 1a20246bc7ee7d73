type Listener = (event: { readonly senderFrame: unknown }, ...args: readonly unknown[]) => unknown;

const listeners = new Map<string, Listener>();

export const ipcMain = {
	handle(channel: string, listener: Listener): void {
		if (listeners.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
		listeners.set(channel, listener);
	},
	removeHandler(channel: string): void {
		listeners.delete(channel);
	},
};

export const handlers = {
	async call(
		channel: string,
		senderFrame: unknown,
		args: readonly unknown[],
	): Promise<{ readonly value?: unknown; readonly error?: string }> {
		try {
			const listener = listeners.get(channel);
			if (listener === undefined) throw new Error(`No handler registered for '${channel}'`);
			return { value: await listener({ senderFrame }, ...args) };
		} catch (error) {
			return { error: String(error) };
		}
	},
};
