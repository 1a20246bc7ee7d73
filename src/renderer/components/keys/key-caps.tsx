import type { KeyId } from '../../../shared/face/keys.ts';
import { keyTable } from '../../../shared/face/keys.ts';
import { capsOf } from '../../lib/keys/key-text.ts';

/** A key as it is engraved, each of its ways. */
export function KeyCaps({ of, first }: { readonly of: KeyId; readonly first?: boolean }) {
	const { presses } = keyTable[of];
	return (
		<span className="inline-flex flex-wrap justify-end gap-2">
			{(first === true ? presses.slice(0, 1) : presses).map((one) => (
				<span key={one} className="inline-flex gap-1">
					{capsOf(one).flatMap((caps) =>
						caps.map((cap) => (
							<kbd
								key={cap}
								className="min-w-5 rounded-small border border-line bg-sunken px-1.5 text-center text-label text-muted"
							>
								{cap}
							</kbd>
						)),
					)}
				</span>
			))}
		</span>
	);
}
