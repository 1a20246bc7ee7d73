import { type DataFlareError, toDataFlareError } from '../../../../shared/errors/errors.ts';
import type { FlowWriter } from '../../io/flow-io.ts';
import { ComponentFailure } from './open-components.ts';

/** A failure, with the files that are there all the same. */
export function telling(there: readonly string[], thrown: unknown): DataFlareError {
	const error = toDataFlareError(thrown);
	if (there.length === 0) return error;
	const message = `${error.message} What the flow wrote to ${there.join(', ')} is there already, whole.`;
	return error.with({ message, details: { there } });
}

/** One after the other. */
export async function each(
	writers: readonly (readonly [number, FlowWriter])[],
	act: (writer: FlowWriter) => Promise<void>,
): Promise<void> {
	for (const [position, writer] of writers) {
		await act(writer).catch((error: unknown) => {
			throw new ComponentFailure(position, error);
		});
	}
}
