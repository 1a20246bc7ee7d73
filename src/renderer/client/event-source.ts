/** One server-sent event. */
interface ServerEvent {
	readonly id: string;
	readonly name: string;
	readonly data: string;
}

/** Cuts a stream of text into server-sent events. What the server never sends (retry, split data) is not understood. */
export class EventParser {
	#rest = '';

	push(text: string): readonly ServerEvent[] {
		const blocks = (this.#rest + text).split('\n\n');
		this.#rest = blocks.pop() ?? '';
		return blocks.filter((block) => !block.startsWith(':')).map(parseBlock);
	}
}

function parseBlock(block: string): ServerEvent {
	const fields = new Map(
		block.split('\n').map((line) => {
			const colon = line.indexOf(': ');
			return [line.slice(0, colon), line.slice(colon + 2)] as const;
		}),
	);
	return { id: fields.get('id') ?? '', name: fields.get('event') ?? '', data: fields.get('data') ?? 'null' };
}
