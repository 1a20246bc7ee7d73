// An aggregator that adds up the field `amount` by the field `by`.
import { Aggregator, FieldPath, Json, Output, Record, Settings, serve } from '..';

export {
	aggregate_data,
	aggregate_result,
	alloc,
	dealloc,
	load_state,
	plugin_cleanup,
	plugin_init,
	save_state,
} from '..';

const amount = new FieldPath('amount');

class Total extends Aggregator {
	private by: FieldPath = new FieldPath('name');
	private sums: Map<string, f64> = new Map<string, f64>();

	start(settings: Settings): void {
		this.by = new FieldPath(settings.text('by', 'name'));
	}

	add(record: Record): void {
		this.addTo(record.toText(this.by), record.toNumber(amount, 0));
	}

	private addTo(name: string, more: f64): void {
		this.sums.set(name, (this.sums.has(name) ? this.sums.get(name) : 0) + more);
	}

	finish(out: Output): void {
		const names = this.sums.keys();
		names.sort();
		for (let i = 0; i < names.length; i++) {
			out.beginObject().key(this.by.text).text(names[i]).key('total').number(this.sums.get(names[i])).endObject();
			out.endRecord();
		}
	}

	save(out: Output): void {
		const names = this.sums.keys();
		out.beginObject();
		for (let i = 0; i < names.length; i++) out.key(names[i]).number(this.sums.get(names[i]));
		out.endObject();
	}

	load(state: Json): void {
		for (let i = 0; i < state.keys.length; i++) this.addTo(state.keys[i], state.items[i].number);
	}
}

serve(new Total());
