/**
 * Names that Windows takes for devices wherever a file may be, whatever their case and whatever follows a dot or is
 * blank behind them ("Naming Files, Paths, and Namespaces" of its documentation). Also beside the digits: ¹, ² and ³.
 */
const deviceName = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)[ ]*(?:[.:]|$)/i;

/** Whether one part of a path is a device on Windows. A file of this name could not be taken there. */
export function isDeviceName(part: string): boolean {
	return deviceName.test(part);
}
