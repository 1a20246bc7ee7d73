import { app } from 'electron';

/** Whether the program was told to run its pages without the system's sandbox. */
export function isWithoutSandbox(): boolean {
	return app.commandLine.hasSwitch('no-sandbox');
}

/**
 * Pages are sandboxed, whatever their window says. Must run before the app is ready. Not where the program was told to
 * do without: asking for a sandbox then takes the switch away from everybody who could see it, while the processes that
 * were started before have none; and a child of root's that is told to have one ends at once.
 */
export function sandboxPages(): void {
	if (!isWithoutSandbox()) app.enableSandbox();
}
