// A transformer that puts one field into upper case and leaves the others as they stand.
import { Output, Record, Settings, serve, Transformer } from '..';

export { alloc, dealloc, plugin_cleanup, plugin_init, transform_data } from '..';

class Shout extends Transformer {
	private field: string = '';

	start(settings: Settings): void {
		this.field = settings.text('field');
		if (this.field == '') settings.refuse('config.field is missing: name the field to put into upper case');
	}

	transform(record: Record, out: Output): void {
		if (!record.isObject) return record.write(out);
		out.beginObject();
		for (let i = 0; i < record.size; i++) {
			record.writeKey(i, out);
			if (record.isTextAt(i) && record.name(i) == this.field) out.text(record.textAt(i).toUpperCase());
			else record.writeValue(i, out);
		}
		out.endObject();
	}
}

serve(new Shout());
