/* A transformer that puts the letters A to Z of one field into upper case and leaves the others as they stand. */
#include "../plugin.h"

static df_buffer field, text;

static int start(df_json config) {
	df_put_bytes(&field, df_setting_text(config, "field", ""));
	if (field.length == 0) return df_fail("config.field is missing: name the field to put into upper case");
	return 0;
}

static int transform(df_json record, df_buffer *out) {
	if (!df_is_object(record)) {
		df_put_json(out, record);
		return 0;
	}
	df_begin_object(out);
	df_walk walk = df_into(record);
	df_json key, value;
	while (df_next_member(&walk, &key, &value)) {
		df_put_json(out, key);
		df_put_byte(out, ':');
		out->needs_comma = 0;
		if (!df_is_text(value) || !df_same(df_characters(key), df_content(&field))) {
			df_put_json(out, value);
			continue;
		}
		df_clear(&text);
		df_decode(value, &text);
		for (size_t at = 0; at < text.length; at++)
			if (text.at[at] >= 'a' && text.at[at] <= 'z') text.at[at] -= 0x20;
		df_put_text(out, df_content(&text));
	}
	df_end_object(out);
	return 0;
}

DF_START(start)
DF_TRANSFORMER(transform)
