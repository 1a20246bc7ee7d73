import { EventEmitter } from 'node:events';
import { app } from './app.ts';

type Handler = (request: Request) => Promise<Response>;
type RequestFilter = (
	details: { readonly url: string },
	decide: (decision: { readonly cancel: boolean }) => void,
) => void;
type PermissionHandler = (contents: unknown, permission: string, decide: (granted: boolean) => void) => void;
type PermissionCheck = (contents: unknown, permission: string) => boolean;

let handler: Handler = async () => new Response('nothing is served', { status: 404 });
let filter: RequestFilter = (_details, decide) => decide({ cancel: false });
// Where nobody decides, Electron grants.
let permission: PermissionHandler = (_contents, _permission, decide) => decide(true);
let check: PermissionCheck = () => true;

export const protocol = {
	registerSchemesAsPrivileged(): void {
		app.insistOnReady(false, 'protocol.registerSchemesAsPrivileged');
	},
	handle(_scheme: 'app', serve: Handler): void {
		app.insistOnReady(true, 'protocol.handle');
		handler = serve;
	},
};

const defaultSession = Object.assign(new EventEmitter(), {
	setPermissionRequestHandler(decide: PermissionHandler): void {
		permission = decide;
	},
	setPermissionCheckHandler(decide: PermissionCheck): void {
		check = decide;
	},
	setDevicePermissionHandler(): void {},
	setSpellCheckerEnabled(): void {},
	webRequest: {
		onBeforeRequest(listener: RequestFilter): void {
			filter = listener;
		},
	},
});

export const session = {
	get defaultSession() {
		app.insistOnReady(true, 'session');
		return defaultSession;
	},
};

export function serve(url: string): Promise<Response> {
	return handler(new Request(url));
}

export function isAllowed(url: string): boolean {
	let allowed = true;
	filter({ url }, ({ cancel }) => {
		allowed = !cancel;
	});
	return allowed;
}

/** What the shell answers a page that wants something of the system. */
export function isPermitted(name: string): boolean {
	let granted = check(null, name);
	if (granted) permission(null, name, (decision) => (granted = decision));
	return granted;
}
