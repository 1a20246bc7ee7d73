/** The folder in the data folder where the browser mode keeps what a page hands over or will fetch, while it lives. */
export const SCRATCH_FOLDER = 'scratch';

/** Whether a path leads there, on any platform. */
export function isInScratch(path: string): boolean {
	return path.split(/[\\/]/).slice(1, -1).includes(SCRATCH_FOLDER);
}
