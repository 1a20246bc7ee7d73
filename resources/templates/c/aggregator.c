/* An aggregator: few records for many. This one counts them, under the name `as` of its configuration. */
#include "../sdk/plugin.h"

static df_buffer name;
static int64_t count;

static int start(df_json config) {
	df_put_bytes(&name, df_setting_text(config, "as", "records"));
	df_put_byte(&name, 0);
	return 0;
}

static int add(df_json record) {
	(void)record;
	count++;
	return 0;
}

/* Called once, after the last record. */
static int finish(df_buffer *out) {
	df_begin_object(out);
	df_put_key(out, name.at);
	df_put_integer(out, count);
	df_end_object(out);
	return 0;
}

DF_START(start)
DF_AGGREGATOR(add, finish)
