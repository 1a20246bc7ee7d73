import type { FlowWriter } from '../../io/flow-io.ts';
import { joined } from '../parcels/batches.ts';
import type { ComponentContext } from './component-context.ts';

/** Hands all that comes to a writer, a parcel after the other. */
export async function writeParcels(writer: FlowWriter, context: ComponentContext): Promise<void> {
	const { intake, tally, listener, position } = context;
	for (let taken = await intake.take(); taken !== null; taken = await intake.take()) {
		const batch = joined(taken.batches);
		if (batch.ends.length > 0) {
			const answered = tally.begin();
			await writer.write(batch).finally(answered);
			tally.add({ recordsIn: batch.ends.length, bytesIn: batch.data.length });
			listener.left(position, batch);
		}
		taken.settled();
	}
	intake.over();
}
