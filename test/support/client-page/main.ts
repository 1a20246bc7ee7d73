/** A page with nothing but the client, so that a test can use it as the screens do. */
import { connectBridge, type PageBridge } from '../../../src/renderer/client/connect.ts';

declare global {
	interface Window {
		client: Promise<PageBridge>;
		/** Every state of the connection in turn. */
		states: string[];
	}
}

window.states = [];
window.client = connectBridge();
const client = await window.client;
client.onConnection((state) => window.states.push(state));
